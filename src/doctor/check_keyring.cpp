// SPDX-License-Identifier: MIT
// The keyring that logins go into.
#include "base/command.hpp"
#include "doctor/checks.hpp"
#include "keyring/kinds.hpp"

namespace cppsecret::doctor {

namespace {

using keyring::Diagnosis;

/// The command that mends what keeps the keyring from being used; empty if it takes more.
Command remedy_for(const Snapshot &snapshot, const Error &problem)
{
    if (problem.subject().starts_with("CPPSECRET_"))
        return Command("unset").operand(problem.subject());
    if (problem.code() != Errc::NoProvider)
        return {};
    const keyring::ProviderCommand &command = snapshot.keyring.provider_command;
    const bool is_for_root = command.is_for_root && !command.command.empty();
    return is_for_root ? snapshot.as_root(command.command) : command.command;
}

machine::Finding unusable(const Snapshot &snapshot, const Error &problem)
{
    return {.severity = machine::Severity::Error,
            .check = machine::Check::Keyring,
            .what = problem.what(),
            .why = "no login can be stored, and none is found: private images cannot be pulled",
            .advice = problem.hint(),
            .command = remedy_for(snapshot, problem)};
}

void tell_provider(const Snapshot &snapshot, machine::Findings &findings)
{
    const Diagnosis &keyring = snapshot.keyring.diagnosis;
    if (!keyring.provider)
        return;
    const auto &provider = *keyring.provider;
    std::string text = provider.name.empty() ? "a program that cannot be seen" : provider.name;
    if (!snapshot.keyring.provider_version.empty())
        text += " " + snapshot.keyring.provider_version;
    if (provider.process_id != 0)
        text += " (process " + std::to_string(provider.process_id) + ")";
    findings.push_back({.check = machine::Check::Provider, .what = text + " provides the keyring"});
}

void tell_state(const Diagnosis &keyring, machine::Findings &findings)
{
    if (!keyring.is_locked)
        return;
    const bool is_file = keyring.kind == keyring::file_kind;
    const std::string name =
        is_file ? "the keyring file" : "the keyring '" + keyring.collection + "'";
    if (!*keyring.is_locked)
        findings.push_back({.check = machine::Check::Keyring, .what = name + " is unlocked"});
    else if (is_file)
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Keyring,
             .what = name + " is locked",
             .why = "no tool finds a login; what the keyring holds cannot be seen here",
             .advice = "unlock it, or have its passphrase in a file that CPPSECRET_PASSPHRASE_FILE "
                       "names, or in the systemd credential cppsecret-passphrase",
             .command = Command("cppsecret keyring unlock")});
    else
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Keyring,
             .what = name + " is locked",
             .why = "a tool that needs a login has to ask for the password, and finds none where "
                    "nobody can be asked; what the keyring holds cannot be seen here",
             .advice = "unlock it; in a desktop session this asks for the password",
             .command = Command("echo registry.example | docker-credential-cppsecret get")});
}

void tell_place(const Diagnosis &keyring, machine::Findings &findings)
{
    if (keyring.place.empty())
        return;
    if (keyring.kind == keyring::file_kind)
        findings.push_back(
            {.check = machine::Check::File,
             .what = "the keyring file is '" + keyring.place + "', by " + keyring.place_source});
    else
        findings.push_back(
            {.check = machine::Check::Bus,
             .what = "the session bus is '" + keyring.place + "', by " + keyring.place_source});
}

} // namespace

void check_keyring(const Snapshot &snapshot, machine::Findings &findings)
{
    const Diagnosis &keyring = snapshot.keyring.diagnosis;
    if (!keyring.kind.empty())
        findings.push_back(
            {.check = machine::Check::Choice, .what = keyring.kind + ": " + keyring.reason});
    tell_place(keyring, findings);
    tell_provider(snapshot, findings);
    tell_state(keyring, findings);
    if (keyring.problem)
        findings.push_back(unusable(snapshot, *keyring.problem));
}

} // namespace cppsecret::doctor
