// SPDX-License-Identifier: MIT
#include "machine/buildx_findings.hpp"

#include "authfile/files/buildx_files.hpp"
#include "base/command.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "machine/file_findings.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/next_login.hpp"

#include <cstddef>
#include <string>

namespace cppsecret::machine {

namespace {

using authfile::BuildxScope;
using authfile::LoadedFile;
using authfile::Outcome;
using authfile::Trace;

/// One of the files, and what buildx finds with it and without it.
struct Look {
    const LoadedFile &file;
    const ToolSettings &settings;
    BuildxScope scope;
    Tool buildx;
    std::string name; ///< of its images, or of those that it is meant for
    Trace with = {};
    Trace without = {};

    [[nodiscard]] const std::string &path() const { return file.location.path; }
    [[nodiscard]] std::string host() const { return name.substr(0, name.find('/')); }
    [[nodiscard]] Command removing_command() const { return Command("rm").operand(path()); }
};

Look look_at(const LoadedFile &file, const ToolSettings &settings, const authfile::AskHelper &ask)
{
    Look look{file,
              settings,
              authfile::parse_buildx_scope(file.location.scope),
              settings.tools_of(Family::Buildx).front(),
              {}};
    look.name = look.scope.is_hub_by_another_name() ? std::string(docker_hub_host)
                                                    : look.scope.image_name();
    look.with = find_login(look.buildx, look.name, settings, ask, look.scope.transfer());
    look.without = find_login_without(file.location, look.buildx, look.name, settings, ask);
    return look;
}

/// Leaves docker with a login for the host that is in no file.
void advise_to_log_in(const Look &look, Finding &finding)
{
    const NextLogin next =
        next_login(look.settings.tools_of(Family::Docker).front(), look.host(), look.settings);
    const bool goes_to_helper =
        next.goes == NextLogin::Goes::Keyring || next.goes == NextLogin::Goes::Helper;
    finding.advice = std::string(goes_to_helper ? "" : "let docker ask the keyring, ") +
                     "log in with docker, whose helper keeps the login, and remove the file: "
                     "docker buildx then uses docker's login";
    const Command login("docker login");
    const Command configure("cppsecret configure --tool docker");
    finding.command = (goes_to_helper ? Command() : configure.operand(look.host()))
                          .then(is_docker_hub(look.host()) ? login : login.operand(look.host()))
                          .then(look.removing_command());
}

/// What leaves buildx with a login and none in plain text.
void advise(const Look &look, Finding &finding)
{
    const authfile::Answer &next = look.without.answer;
    const std::string helper = in_ticks(json::helper_prefix + next.helper);
    if (has_docker_of_snap(look.settings.installed())) {
        finding.advice = no_helper_in_snap_hint;
        return;
    }
    finding.command = look.removing_command();
    switch (next.outcome) {
    case Outcome::None:
        advise_to_log_in(look, finding);
        break;
    case Outcome::Failed:
        finding.advice =
            "remove the file once docker finds a login there: see " +
            Command("cppsecret resolve --tool docker").operand(look.host() + "/IMAGE").in_ticks();
        finding.command = {};
        break;
    case Outcome::Helper:
        finding.advice = "remove the file: docker buildx then uses the login of " +
                         in_ticks(next.username) + " from " + helper;
        break;
    case Outcome::Unknown:
        finding.advice = "remove the file: docker buildx then asks " + helper;
        break;
    case Outcome::Entry:
        if (next.file == look.settings.docker_file().location.path) {
            finding.advice = "move docker's own login into the keyring, and remove the file: "
                             "docker buildx then uses docker's login";
            finding.command =
                migrate_command(next.file, look.settings, look.host()).then(finding.command);
        } else if (next.file.empty()) {
            finding.advice = "remove the file: DOCKER_AUTH_CONFIG comes before it";
        } else {
            finding.advice =
                "remove the file, and likewise '" + next.file + "', which docker buildx takes next";
        }
        break;
    }
}

/// For what buildx takes the logins of the file.
std::string use_of(const Look &look)
{
    if (look.scope.is_hub_by_another_name())
        return "docker buildx does not look there: it knows Docker Hub as '" +
               address_of(look.host()) + "'";
    if (!dialect_of(look.buildx).reads_scoped_files)
        return look.buildx.text() + " does not read the file, as buildx from 0.31 on does";
    if (!problem_for_buildx(look.file).empty())
        return "docker buildx passes the file over";
    return "docker buildx uses this file instead of docker's for " + look.scope.in_words();
}

/// True if buildx looks into the file for its images, and goes no further.
bool ends_search(const Look &look)
{
    const auto &steps = look.with.steps;
    return look.with.answer.outcome == Outcome::None && !steps.empty() &&
           steps.back().source == authfile::Source::Auths && steps.back().file == look.path();
}

} // namespace

void find_in_buildx_file(const LoadedFile &file, const ToolSettings &settings,
                         const authfile::AskHelper &ask, Findings &findings)
{
    if (!file.document)
        return;
    const Look look = look_at(file, settings, ask);
    if (const std::size_t count = count_plain_logins(*file.document); count > 0) {
        Finding finding{.severity = Severity::Warning,
                        .check = Check::Plain,
                        .what = "'" + look.path() + "' holds " + counted(count, "login") +
                                " in plain text: base64 hides nothing",
                        .why = use_of(look) + "; whoever can read it, or a copy of it, has the "
                                              "passwords"};
        advise(look, finding);
        findings.push_back(std::move(finding));
    } else if (ends_search(look) && look.without.answer.outcome != Outcome::None) {
        findings.push_back({.severity = Severity::Warning,
                            .check = Check::Shadowed,
                            .what = "'" + look.path() + "' holds no login for '" + look.host() +
                                    "', and docker buildx looks no further",
                            .why = "it pulls without a login, even where docker has one",
                            .advice = "remove the file",
                            .command = look.removing_command()});
    }
}

bool is_told_with_buildx_file(const Login &login, const Reach &reach, const ToolSettings &settings)
{
    const std::string scope = settings.scope_of(login.file);
    return !scope.empty() && (reach.obstacle == Obstacle::FileNotRead ||
                              authfile::parse_buildx_scope(scope).image_name().empty());
}

} // namespace cppsecret::machine
