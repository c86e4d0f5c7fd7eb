// SPDX-License-Identifier: MIT
// Logins that are in both keyrings of a machine, of which the tools see one.
#include "base/command.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "keyring/kinds.hpp"

namespace cppsecret::doctor {

namespace {

std::string name_of(bool is_file)
{
    return is_file ? "the keyring file" : "the Secret Service";
}

} // namespace

void check_both_keyrings(const Snapshot &snapshot, machine::Findings &findings)
{
    const keyring::Diagnosis &used = snapshot.keyring.diagnosis;
    if (used.kind.empty() || used.problem)
        return;
    const bool uses_file = used.kind == keyring::file_kind;
    const auto logout = uses_file ? Command("CPPSECRET_KEYRING=secret-service cppsecret logout")
                                  : Command("CPPSECRET_KEYRING=file cppsecret logout");
    const auto &users = snapshot.keyring.other_logins;
    for (const machine::Login &login : snapshot.logins) {
        const auto second = users.find(login.registry);
        if (login.place != machine::Place::Keyring || second == users.end())
            continue;
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Both,
             .what = one_line(in_ticks(login.registry) + " is in " + name_of(uses_file) +
                              " (user " + in_ticks(login.username) + ") and in " +
                              name_of(!uses_file) + " (user " + in_ticks(second->second) + ")"),
             .why = "the tools find the first; the second comes back where the other keyring is "
                    "used, as over ssh or in the desktop",
             .advice = "remove the one that is not wanted",
             .command = logout.operand(login.registry)});
    }
}

} // namespace cppsecret::doctor
