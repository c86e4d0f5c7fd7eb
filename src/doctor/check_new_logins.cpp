// SPDX-License-Identifier: MIT
// Where the next login goes that no entry of a file names a helper for.
#include "base/command.hpp"
#include "doctor/checks.hpp"
#include "setup/podman_machine.hpp"

namespace cppsecret::doctor {

namespace {

using machine::Family;
using machine::NextLogin;

std::string by_whom(const NextLogins &logins)
{
    const Family family = logins.tools.front().family;
    if (!logins.is_for_all)
        return in_words(logins.tools);
    return family == Family::Containers ? "podman, buildah or skopeo" : name_of(family);
}

/// The store that docker finds by itself, when its file says nothing of logins.
machine::Finding detected(const std::string &tool, const std::string &store)
{
    if (store != "pass") // secretservice
        return {.check = machine::Check::NextLogin,
                .what = tool + " finds the helper '" + store +
                        "' by itself, which uses the same keyring"};
    return {.severity = machine::Severity::Warning,
            .check = machine::Check::NextLogin,
            .what = tool + " finds the helper 'pass' by itself, since pass is installed",
            .why = "its logins are not in the keyring, and a login fails where pass was never set "
                   "up",
            .command =
                Command("cppsecret configure").option("--tool", tool).with("--all-registries")};
}

machine::Finding in_plain_text(const Snapshot &snapshot, const NextLogins &logins)
{
    const Family family = logins.tools.front().family;
    machine::Finding finding{
        .severity = machine::Severity::Warning,
        .check = machine::Check::NextLogin,
        .what = "a login by " + by_whom(logins) + " goes into '" + logins.next.file +
                "' in plain text, unless that file names a helper",
        .why = logins.next.passed_over.empty()
                   ? std::string("whoever can read the file has the password")
                   : name_of(family) + " does not look for '" + logins.next.passed_over +
                         "' by itself any more, since the file names logins or helpers and no "
                         "credsStore",
        .command = Command("cppsecret configure")
                       .option("--tool", name_of(family))
                       .with("--all-registries")};
    if (logins.tools.front().is_from_snap) {
        finding.why += std::string(", and ") + machine::no_helper_in_snap;
        finding.advice = machine::no_helper_in_snap_hint;
        finding.command = {};
    } else if (family == Family::Containers && logins.problem) { // that does not help
        finding.why = logins.problem->cause;
        finding.advice = logins.problem->advice;
        finding.command = logins.problem->command;
    } else if (family == Family::Containers && !snapshot.podman_machine.empty()) {
        finding.advice = setup::how_to_configure_hosts; // the drop-in would harm the machine
        finding.command = {};
    }
    return finding;
}

/// Nothing where another check tells why a login is refused.
void tell(const Snapshot &snapshot, const NextLogins &logins, machine::Findings &findings)
{
    const NextLogin &next = logins.next;
    switch (next.goes) {
    case NextLogin::Goes::Keyring:
        findings.push_back({.check = machine::Check::NextLogin,
                            .what = "a login by " + by_whom(logins) + " goes into the keyring"});
        break;
    case NextLogin::Goes::Helper:
        findings.push_back(next.is_detected
                               ? detected(name_of(logins.tools.front().family), next.helper)
                               : machine::Finding{.check = machine::Check::NextLogin,
                                                  .what = "a login by " + by_whom(logins) +
                                                          " goes to '" + next.helper + "'"});
        break;
    case NextLogin::Goes::PlainText:
        findings.push_back(in_plain_text(snapshot, logins));
        break;
    case NextLogin::Goes::Refused:
        break;
    }
}

} // namespace

void check_new_logins(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const NextLogins &logins : snapshot.next_logins)
        tell(snapshot, logins, findings);
}

} // namespace cppsecret::doctor
