// SPDX-License-Identifier: MIT
#include "machine/login_findings.hpp"

#include "base/text.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "machine/file_findings.hpp"

#include <string>

namespace cppsecret::machine {

namespace {

using authfile::Answer;
using authfile::AuthEntry;
using authfile::Document;
using authfile::Outcome;

/// What keeps a tool from using an entry, in a few words.
std::string obstacle_of(const Reach &reach)
{
    switch (reach.obstacle) {
    case Obstacle::NoImage:
        return "no image has a name that leads to it";
    case Obstacle::FieldNotRead:
        return reach.step.detail;
    case Obstacle::FileNotRead:
        return "the file is not read for it";
    case Obstacle::Shadowed:
        return reach.met.outcome == Outcome::Entry
                   ? "the one for '" + reach.met.key + "' in '" + reach.met.file + "' comes first"
                   : "'" + std::string(json::helper_prefix) + reach.met.helper + "' is asked first";
    case Obstacle::None:
    case Obstacle::FileFails:
    case Obstacle::SearchFails:
    case Obstacle::Unknown:
        break;
    }
    return {};
}

/// Empty where no helper can hold the login.
Command command_that_moves(const std::string &key, const std::string &file,
                           const ToolSettings &settings)
{
    const ServerKey server(key);
    return is_asked_of_helpers(server.kind()) ? migrate_command(file, settings, server.registry())
                                              : Command();
}

/// What an entry without a readable login does to those who read its file.
std::string harm_of_entry(const Document &document, const AuthEntry &entry,
                          const ToolSettings &settings)
{
    const Family owner = settings.owner_of(document.name());
    if (owner == Family::Docker)
        return "docker drops every login of a file with such an entry";
    if (owner == Family::Buildx)
        return "docker buildx passes a file with such an entry over, and takes docker's login";
    using authfile::AuthDefect;
    switch (document.auth_of(entry).defect) {
    case AuthDefect::NotBase64:
        return doing(owner, "fail on it");
    case AuthDefect::NoColon:
        return doing(owner, owner == Family::Helm ? "fail on it" : "pass it over");
    case AuthDefect::NoUser:
        return doing(owner, "take it for a login without a user");
    case AuthDefect::None:
        break;
    }
    return {};
}

} // namespace

Finding unused_token(const Login &login, const Reach &reach, const ToolSettings &settings)
{
    const Command command = command_that_moves(login.key, login.file, settings);
    return {.severity = Severity::Warning,
            .check = Check::Shadowed,
            .what = "docker does not find its token '" + login.key + "' in '" + login.file +
                    "': " + obstacle_of(reach),
            .why = "docker's logout cannot revoke a token that it does not find",
            .advice = "move it into the keyring: " + command.in_ticks(),
            .command = command};
}

Finding unused_entry(const Login &login, const Reach &reach, const ToolSettings &settings)
{
    Finding finding{.severity = Severity::Warning,
                    .check = Check::Shadowed,
                    .what = "no tool uses the login for '" + login.key + "' in '" + login.file +
                            "': " + obstacle_of(reach)};
    // what a tool could use is never told to be taken out: it may be the only copy
    if (reach.obstacle == Obstacle::NoImage || reach.obstacle == Obstacle::Shadowed) {
        finding.why = "a password lies there in plain text for nothing, and may be an old one";
        finding.advice =
            "take the entry out of 'auths', or see 'cppsecret resolve' for what is used";
        finding.command = edit_command(login.file);
        return finding;
    }
    finding.why = "the password lies there in plain text, and the tools pass it over";
    finding.command = command_that_moves(login.key, login.file, settings);
    finding.advice = "move it into the keyring, where they find it: " + finding.command.in_ticks();
    if (finding.command.empty()) {
        finding.advice = "log in again with the tool that is to use it, and take the entry out";
        finding.command = edit_command(login.file);
    }
    return finding;
}

Finding unused_keyring(const Answer &answer, const ToolSettings &settings)
{
    Finding finding{
        .severity = Severity::Warning,
        .check = Check::Shadowed,
        .what = "podman, buildah and skopeo use the login for '" + answer.key +
                "' in plain text in '" + answer.file + "', not the one in the keyring",
        .why = "a file that is read earlier comes before the helper, even with an old password",
        .command = command_that_moves(answer.key, answer.file, settings)};
    finding.advice = "move it into the keyring: " + finding.command.in_ticks();
    if (finding.command.empty()) {
        finding.advice = "take the entry out of 'auths'";
        finding.command = edit_command(answer.file);
    }
    return finding;
}

Finding unreadable_entry(const Document &document, const AuthEntry &entry,
                         const std::string &problem, const ToolSettings &settings)
{
    const bool is_buildxs = settings.owner_of(document.name()) == Family::Buildx;
    return {.severity = is_buildxs ? Severity::Warning : Severity::Error,
            .check = Check::File,
            .what = problem,
            .why = harm_of_entry(document, entry, settings),
            .advice = "log in to that registry again, or take the entry out",
            .command = edit_command(document.name())};
}

Finding password_with_line_break(const Document &document, const AuthEntry &entry)
{
    return {.severity = Severity::Warning,
            .check = Check::File,
            .what = "the password for " + in_ticks(entry.key) + " in '" + document.name() +
                    "' ends in a line break",
            .why = "registries refuse it; 'echo' put it there",
            .advice = "log in to that registry again, or encode it with 'printf %s' in place of "
                      "'echo'",
            .command = edit_command(document.name())};
}

} // namespace cppsecret::machine
