// SPDX-License-Identifier: MIT
// Who runs the tools, and what the environment tells them.
#include "base/command.hpp"
#include "doctor/checks.hpp"

namespace cppsecret::doctor {

namespace {

using authfile::Environment;
using authfile::LoadedFile;

void check_home(const Snapshot &snapshot, machine::Findings &findings)
{
    const std::string &home = snapshot.environment.home;
    const Account &account = snapshot.account;
    if (account.home_owner == account.user) {
        findings.push_back(
            {.check = machine::Check::Home, .what = "HOME is '" + home + "', and yours"});
        return;
    }
    machine::Finding finding{
        .severity = machine::Severity::Error,
        .check = machine::Check::Home,
        .what = account.home_owner ? "HOME is '" + home + "', which belongs to user " +
                                         std::to_string(*account.home_owner) + ", not to you"
                                   : "HOME is '" + home + "', and there is no such folder",
        .why = "the tools look for auth files in there, and leave files of yours "
               "where their owner cannot change them"};
    const std::string user = std::to_string(account.user);
    if (account.own_home != home)
        finding.command = Command::that_exports("HOME", account.own_home);
    else if (account.home_owner)
        finding.command = snapshot.as_root(Command("chown").operand(user).operand(home));
    else
        finding.command =
            snapshot.as_root(Command("install -d -m 700").option("-o", user).operand(home));
    findings.push_back(std::move(finding));
}

void check_runtime_dir(const Snapshot &snapshot, machine::Findings &findings)
{
    const Environment &environment = snapshot.environment;
    if (environment.is_runtime_dir_missing)
        findings.push_back(
            {.severity = machine::Severity::Error,
             .check = machine::Check::Runtime,
             .what = "XDG_RUNTIME_DIR is '" + *environment.runtime_dir +
                     "', and there is no such folder",
             .why = "'podman login' fails, and the session bus is looked for in there",
             .advice = "log in to this machine as that user (ssh, machinectl shell), or make it",
             .command = snapshot.as_root(Command("install -d -m 700")
                                             .option("-o", std::to_string(snapshot.account.user))
                                             .operand(*environment.runtime_dir))});
}

/// A variable that is set, and what follows.
void tell(const char *variable, const std::string &value, const std::string &effect,
          machine::Findings &findings)
{
    findings.push_back({.check = machine::Check::Environment,
                        .what = std::string(variable) + " is '" + value + "': " + effect});
}

void check_docker_config(const Snapshot &snapshot, machine::Findings &findings)
{
    if (!snapshot.variables.is_docker_config_a_file) // which is told with the logins
        tell("DOCKER_CONFIG", *snapshot.environment.docker_config,
             snapshot.environment.auth_file || snapshot.auth_file
                 ? "docker reads and writes the config.json in there"
                 : "docker and 'podman login' read and write the config.json in there",
             findings);
}

void check_auth_config(const std::string &problem, machine::Findings &findings)
{
    machine::Finding finding{.severity = machine::Severity::Warning,
                             .check = machine::Check::Environment,
                             .what = "DOCKER_AUTH_CONFIG is set",
                             .command = Command("unset DOCKER_AUTH_CONFIG")};
    if (problem.empty()) {
        finding.why = "docker 28.3 and newer takes the logins in it before any helper, and every "
                      "program that you start can read them";
    } else {
        finding.what += ", and " + problem;
        finding.why =
            "docker 28.3 and newer warns of it at every command, and takes no login of it";
    }
    findings.push_back(std::move(finding));
}

/// A file that would be read if the variable were not set, and what is in it.
void check_hidden(const LoadedFile *file, const char *variable, const char *tools,
                  machine::Findings &findings)
{
    if (file == nullptr || !file->document)
        return;
    std::size_t logins = 0;
    for (const authfile::AuthEntry &entry : file->document->auths())
        logins += entry.is_placeholder() ? 0U : 1U;
    if (logins == 0 && file->document->helpers().empty() && file->document->creds_store().empty())
        return;
    findings.push_back({.severity = machine::Severity::Warning,
                        .check = machine::Check::Environment,
                        .what = std::string(tools) + " do not read '" + file->location.path +
                                "' while " + variable + " is set",
                        .why = "it names logins or helpers, which they do not find",
                        .command = Command("unset").operand(variable)});
}

} // namespace

void check_account(const Snapshot &snapshot, machine::Findings &findings)
{
    if (snapshot.account.is_under_sudo)
        findings.push_back({.severity = machine::Severity::Error,
                            .check = machine::Check::Sudo,
                            .what = "this is root under sudo",
                            .why = "root has another keyring and other files than you, so that "
                                   "what is found here says nothing of your logins",
                            .advice = "leave the shell of sudo, and run the tools as yourself",
                            .command = Command("exit")});
    check_home(snapshot, findings);
    if (snapshot.has(machine::Family::Containers))
        check_runtime_dir(snapshot, findings);
}

void check_environment(const Snapshot &snapshot, machine::Findings &findings)
{
    const Environment &environment = snapshot.environment;
    if (environment.auth_file)
        tell("REGISTRY_AUTH_FILE", *environment.auth_file,
             "'podman login' writes to it, and it is read first", findings);
    if (environment.docker_config)
        check_docker_config(snapshot, findings);
    if (environment.config_home)
        tell(
            "XDG_CONFIG_HOME", *environment.config_home,
            "podman reads the containers/auth.json in there, and from version 6 on registries.conf",
            findings);
    if (environment.registries_conf)
        tell("CONTAINERS_REGISTRIES_CONF", *environment.registries_conf,
             "it is read in place of registries.conf, by skopeo from version 1.23 on", findings);
    if (const std::string &account = snapshot.variables.account; !account.empty())
        tell("CPPSECRET_ACCOUNT", account,
             "tools that are started here use the account of this name for every registry that has "
             "it",
             findings);
    if (snapshot.variables.has_auth_config)
        check_auth_config(snapshot.variables.auth_config_problem, findings);
    if (environment.auth_file)
        check_hidden(snapshot.files.hidden_primary.get(), "REGISTRY_AUTH_FILE",
                     "podman, buildah and skopeo", findings);
    else // skopeo reads it before docker's
        check_hidden(snapshot.files.hidden_primary.get(), "DOCKER_CONFIG", "podman and buildah",
                     findings);
    check_hidden(snapshot.files.hidden_docker.get(), "DOCKER_CONFIG", "the tools", findings);
}

} // namespace cppsecret::doctor
