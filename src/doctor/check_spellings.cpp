// SPDX-License-Identifier: MIT
// Logins in the keyring that are found under the spelling alone under which they were stored.
#include "base/command.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <string>

namespace cppsecret::doctor {

namespace {

/// What is stored again under its own key is marked; where the registry has another login too, that
/// one would go.
Command mend(const machine::Login &login, bool is_only_one)
{
    const std::string helper = json::helper_prefix + std::string(machine::our_helper);
    const Command asking = Command::that_prints(login.key);
    return is_only_one ? asking.piped_into(Command::of_program(helper, "get"))
                             .piped_into(Command::of_program(helper, "store"))
                       : asking.piped_into(Command::of_program(helper, "erase"));
}

} // namespace

void check_spellings(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const machine::Login &login : snapshot.logins) {
        if (!login.is_found_by_key_alone)
            continue;
        const auto count =
            std::count_if(snapshot.logins.begin(), snapshot.logins.end(), [&](const auto &other) {
                return other.place == login.place && other.registry == login.registry;
            });
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Spelling,
             .what = one_line("the login for " + in_ticks(login.key) +
                              " is found under this spelling alone, not as " +
                              in_ticks(login.registry)),
             .why = "an earlier version or another program stored it",
             .advice = count == 1 ? "store it once more" : "erase all of them, and log in again",
             .command = mend(login, count == 1)});
    }
}

} // namespace cppsecret::doctor
