// SPDX-License-Identifier: MIT
#include "machine/finding.hpp"

#include "base/environment.hpp"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::machine {

namespace {

/// A file may be named without a folder, so that a slash does not tell.
bool is_variable(const std::string &subject)
{
    return !subject.empty() &&
           subject.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos &&
           environment(subject.c_str()).has_value();
}

} // namespace

const char *word_for(Severity severity) noexcept
{
    switch (severity) {
    case Severity::Ok:
        return "ok";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return "";
}

const char *word_for(Check check) noexcept
{
    switch (check) {
    case Check::Sudo:
        return "sudo";
    case Check::Home:
        return "home";
    case Check::Runtime:
        return "runtime";
    case Check::Environment:
        return "environment";
    case Check::Choice:
        return "choice";
    case Check::Bus:
        return "bus";
    case Check::Provider:
        return "provider";
    case Check::Keyring:
        return "keyring";
    case Check::Both:
        return "both";
    case Check::Spelling:
        return "spelling";
    case Check::Helper:
        return "helper";
    case Check::Units:
        return "units";
    case Check::Owner:
        return "owner";
    case Check::File:
        return "file";
    case Check::Keys:
        return "keys";
    case Check::Logins:
        return "logins";
    case Check::Plain:
        return "plain";
    case Check::Mode:
        return "mode";
    case Check::Shadowed:
        return "shadowed";
    case Check::Dangling:
        return "dangling";
    case Check::CredsStore:
        return "credsStore";
    case Check::Registries:
        return "registries";
    case Check::Url:
        return "url";
    case Check::Foreign:
        return "foreign";
    case Check::Version:
        return "version";
    case Check::NextLogin:
        return "next-login";
    case Check::PodmanApi:
        return "podman-api";
    }
    return "";
}

void take_advice(Finding &finding, const Error &problem)
{
    if (Command::of_hint(problem.hint()).empty())
        finding.advice = problem.hint();
    finding.command = command_against(problem);
}

Command as_root(const Command &command)
{
    return as_root(command, ::geteuid());
}

Command as_root(const Command &command, uid_t user)
{
    return user == 0 ? command : command.as_root();
}

Command edit_command(const std::string &file)
{
    return Command("${EDITOR:-vi}").operand(file); // EDITOR may hold options
}

Command command_against(const Error &error)
{
    if (Command command = Command::of_hint(error.hint()); !command.empty())
        return command;
    const std::string &subject = error.subject();
    if (is_variable(subject))
        return Command("unset").operand(subject);
    struct stat status {};
    if (::lstat(subject.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
        ::stat(subject.c_str(), &status) != 0 && errno == ENOENT)
        return Command("rm").operand(subject);
    return error.code() == Errc::Input && !subject.empty() ? edit_command(subject) : Command();
}

} // namespace cppsecret::machine
