// SPDX-License-Identifier: MIT
// cppsecret keyring status: which keyring is used, why, and whether it is locked.
#include "base/error.hpp"
#include "cli/commands/keyring.hpp"
#include "cli/confinement.hpp"
#include "cli/terminal/duration.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/diagnosis.hpp"

#include <string>

namespace cppsecret::cli {

namespace {

using keyring::Diagnosis;

bool is_absent(const Diagnosis &diagnosis) noexcept
{
    return diagnosis.kind.empty() ||
           (diagnosis.problem && (diagnosis.problem->code() == Errc::NoBus ||
                                  diagnosis.problem->code() == Errc::NoProvider));
}

std::string state_of(const Diagnosis &diagnosis)
{
    if (*diagnosis.is_locked)
        return "locked";
    std::string state = "unlocked";
    if (!diagnosis.unlocked_by.empty())
        state += " by " + diagnosis.unlocked_by;
    if (diagnosis.unlocked_for)
        state += " for another " + duration_text(*diagnosis.unlocked_for);
    return state;
}

ExitStatus status(const Terminal &terminal)
{
    confine(keyring::Use::Reading, {"/proc"}); // where the provider's program has its name
    const Diagnosis diagnosis = keyring::diagnose();
    std::string text = "keyring:   " + (is_absent(diagnosis) ? "none" : diagnosis.kind) + "\n";
    if (!is_absent(diagnosis)) {
        text += "because:   " + diagnosis.reason + "\n";
        text += "place:     " + diagnosis.place + " (by " + diagnosis.place_source + ")\n";
    }
    if (diagnosis.provider && !diagnosis.provider->name.empty())
        text += "provider:  " + diagnosis.provider->name + "\n";
    if (!diagnosis.collection.empty())
        text += "name:      " + diagnosis.collection + "\n";
    if (diagnosis.is_locked)
        text += "state:     " + state_of(diagnosis) + "\n";
    terminal.print(text);
    return diagnosis.problem ? fail(terminal, *diagnosis.problem) : ExitStatus::Done;
}

} // namespace

Action declare_keyring_status(Options &options)
{
    options.more_help("Never asks and never unlocks. 'cppsecret doctor' says more.");
    return [](const Terminal &terminal) { return status(terminal); };
}

} // namespace cppsecret::cli
