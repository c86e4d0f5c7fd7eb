// SPDX-License-Identifier: MIT
#include "machine/file_findings.hpp"

#include "base/command.hpp"
#include "base/text.hpp"
#include "credential/server_key.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/tool.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace cppsecret::machine {

namespace {

using authfile::AuthEntry;
using authfile::Document;
using authfile::Format;
using authfile::LoadedFile;

/// What those who have a file to themselves do when it cannot be used.
std::string harm_of_unusable(Family owner)
{
    return owner == Family::Buildx
               ? "docker buildx ignores the file and uses docker's login instead"
               : doing(owner, "fail");
}

/// buildx goes on.
Severity severity_of_unusable(Family owner)
{
    return owner == Family::Buildx ? Severity::Warning : Severity::Error;
}

Finding unusable_file(const LoadedFile &file, Family owner, const ToolSettings &settings)
{
    const bool is_docker = file.location.format == Format::DockerConfig;
    Finding finding{.severity = severity_of_unusable(owner),
                    .check = Check::File,
                    .what = file.problem->what(),
                    .why = has_own_files(owner)
                               ? harm_of_unusable(owner)
                               : std::string("podman, buildah and skopeo stop looking for logins "
                                             "here") +
                                     (is_docker ? ", docker goes on without any" : "")};
    const std::optional<std::string> &folder = settings.environment().docker_config;
    if (!is_docker || !folder || file.problem->subject() != *folder) {
        take_advice(finding, *file.problem);
        return finding;
    }
    finding.check = Check::Environment;
    finding.what = "DOCKER_CONFIG is '" + *folder + "', which is a file";
    finding.why = "podman, buildah and skopeo fail at every command, and docker finds no login";
    finding.advice = "name the folder that config.json is in";
    finding.command = Command::that_exports("DOCKER_CONFIG", folder->substr(0, folder->rfind('/')));
    return finding;
}

/// The document as docker reads it, whoever else is given the file; null if docker does not.
const Document *as_docker_reads(const LoadedFile &file, const ToolSettings &settings)
{
    const LoadedFile &docker = settings.docker_file();
    if (file.location.path == docker.location.path)
        return docker.document ? &*docker.document : nullptr;
    return has_dockers_form(file.location.format) ? &*file.document : nullptr;
}

/// The other tools read what docker does not.
void find_docker_problem(const Document &document, Family owner, Findings &findings)
{
    if (!document.docker_problem().empty())
        findings.push_back({.severity = severity_of_unusable(owner),
                            .check = Check::File,
                            .what = document.docker_problem(),
                            .why = owner == Family::Helm     ? "helm refuses the file, and fails"
                                   : owner == Family::Buildx ? harm_of_unusable(owner)
                                                             : "docker refuses the file and finds "
                                                               "no login in it",
                            .advice = "fix it with an editor",
                            .command = edit_command(document.name())});
}

void find_blank(const Document &document, const ToolSettings &settings, Findings &findings)
{
    // docker itself does not mind, nor do helm and buildx
    const bool is_dockers = document.format() == Format::DockerConfig;
    if (!document.is_blank() || (has_dockers_form(document.format()) && !is_dockers) ||
        (is_dockers && !contains(families_of(settings.installed()), Family::Containers)))
        return;
    const Family owner = settings.owner_of(document.name());
    const Family reader = owner == Family::Docker ? Family::Containers : owner;
    findings.push_back({.severity = Severity::Error,
                        .check = Check::File,
                        .what = "'" + document.name() + "' is empty",
                        .why = doing(reader, "fail on an empty file"),
                        .command = Command("echo '{}'").into_file(document.name())});
}

void find_ignored_store(const Document &document, Family owner, Findings &findings)
{
    if (is_service(owner) && !document.creds_store().empty())
        findings.push_back(
            {.severity = Severity::Warning,
             .check = Check::CredsStore,
             .what = "'" + document.name() + "' has a credsStore, which " + doing(owner, "ignore"),
             .why = "the helper is asked only for registries named in 'credHelpers'",
             .advice = "name the helper for each: " +
                       Command("cppsecret configure")
                           .option("--tool", name_of(owner))
                           .operand("HOST")
                           .in_ticks() +
                       " as root"});
    else if (document.format() == Format::AuthJson && !document.creds_store().empty())
        findings.push_back(
            {.severity = Severity::Warning,
             .check = Check::CredsStore,
             .what = "'" + document.name() +
                     "' has a credsStore, which podman, buildah and skopeo ignore",
             .why = "they write logins into the file, in plain text, as if it were not there",
             .advice = "take 'credsStore' out, and name the helper with "
                       "'cppsecret configure --all-registries'",
             .command = edit_command(document.name())});
}

/// The logins of a file in plain text, by what their keys are for.
struct PlainLogins {
    std::size_t hosts = 0;
    std::map<std::string, std::size_t> by_namespace; ///< how many of a registry of ByNamespace
    std::size_t namespaces = 0;                      ///< that no tool uses, which is told of each
    std::vector<std::string> others;

    [[nodiscard]] std::size_t count() const
    {
        std::size_t count = hosts + namespaces + others.size();
        for (const auto &[host, of_host] : by_namespace)
            count += of_host;
        return count;
    }
};

PlainLogins plain_logins(const Document &document, const ByNamespace &by_namespace)
{
    PlainLogins logins;
    for (const AuthEntry &entry : document.auths()) {
        const ServerKey key(entry.key);
        const bool is_login = document.auth_of(entry).defect == authfile::AuthDefect::None;
        if (entry.is_placeholder() || !is_login)
            continue; // what is no login is told by itself
        if (key.kind() != KeyKind::Other && by_namespace.contains(key.host())) {
            ++logins.by_namespace[key.host()];
            continue;
        }
        switch (key.kind()) {
        case KeyKind::Registry:
        case KeyKind::DockerHubToken:
            ++logins.hosts;
            break;
        case KeyKind::Namespace:
            ++logins.namespaces;
            break;
        case KeyKind::Other:
            logins.others.push_back(entry.key);
            break;
        }
    }
    return logins;
}

/// True if podman asks our helper for every registry, and the auth files after it.
bool falls_back_to_files(const ToolSettings &settings)
{
    const std::vector<std::string> helpers = settings.registries_conf().credential_helpers();
    return answers_for_all(Family::Containers, settings) &&
           std::find(helpers.begin(), helpers.end(), authfile::auth_files_helper) != helpers.end();
}

void find_plain_text(const LoadedFile &file, const ToolSettings &settings,
                     const ByNamespace &by_namespace, Findings &findings)
{
    const Document &document = *file.document;
    const auto [hosts, shared, unused, others] = plain_logins(document, by_namespace);
    // a service finds what root's keyring has, and nobody else's
    const bool is_for_root =
        is_service(settings.owner_of(document.name())) && settings.environment().uid != 0;
    const Command command = migrate_command(file.location.path, settings);
    std::string why = "whoever can read the file, or a copy of it, has the passwords";
    if (&file == &settings.first_file() && falls_back_to_files(settings))
        why += "; podman writes a new login there when the keyring refuses it";
    if (hosts > 0)
        findings.push_back(
            {.severity = Severity::Warning,
             .check = Check::Plain,
             .what = "'" + document.name() + "' holds " + counted(hosts, "login") +
                     " in plain text: base64 hides nothing",
             .why = why,
             .advice = std::string("move them into ") + (is_for_root ? "root's" : "the") +
                       " keyring: " + command.in_ticks() + (is_for_root ? " as root" : ""),
             .command = is_for_root ? Command() : command});
    for (const auto &[host, count] : shared)
        findings.push_back(plain_by_namespace(document.name(), count, *by_namespace.find(host)));
    if (!others.empty())
        findings.push_back(
            {.severity = Severity::Warning,
             .check = Check::Plain,
             .what = "'" + document.name() + "' holds " + counted(others.size(), "login") +
                     " in plain text for what is no registry, the first for " +
                     in_ticks(others.front()),
             .why =
                 why + "; no image comes from there, and 'cppsecret migrate' moves none of these",
             .advice = "take them out",
             .command = edit_command(document.name())});
}

void find_mode(const LoadedFile &file, Findings &findings)
{
    const Document &document = *file.document;
    if (count_plain_logins(document) > 0 && file.stamp &&
        (file.stamp->mode & (S_IRWXG | S_IRWXO)) != 0)
        findings.push_back({.severity = Severity::Warning,
                            .check = Check::Mode,
                            .what = "others may read '" + document.name() + "'",
                            .why = "it holds passwords",
                            .command = Command("chmod go=").operand(document.name())});
}

void find_misplaced(const Document &document, const ToolSettings &settings, Findings &findings)
{
    const std::vector<std::string> keys = document.misplaced_logins();
    if (keys.empty())
        return;
    findings.push_back({.severity = Severity::Warning,
                        .check = Check::Plain,
                        .what = "'" + document.name() + "' holds what looks like " +
                                counted(keys.size(), "login") +
                                " outside of 'auths', the first for " + in_ticks(keys.front()),
                        .why = "no tool reads it there, and it hides nothing",
                        .advice = "put it into 'auths', and let " +
                                  migrate_command(document.name(), settings).in_ticks() +
                                  " move it into the keyring; or take it out",
                        .command = edit_command(document.name())});
}

/// Whether `migrate` comes to a file that is not named to it.
bool is_found_by_itself(const std::string &file, const authfile::Environment &environment)
{
    std::vector<authfile::Location> locations = authfile::containers_locations(environment);
    locations.push_back(authfile::docker_location(environment));
    locations.push_back(authfile::helm_location(environment));
    return std::any_of(locations.begin(), locations.end(),
                       [&file](const authfile::Location &one) { return one.path == file; });
}

} // namespace

Command migrate_command(const std::string &file, const ToolSettings &settings,
                        const std::string &host)
{
    Command command("cppsecret migrate");
    if (!is_found_by_itself(file, settings.environment()))
        command = command.option("--authfile", file);
    return host.empty() ? command : command.operand(host);
}

std::size_t count_plain_logins(const Document &document)
{
    return plain_logins(document, {}).count();
}

void find_in_file(const LoadedFile &file, const ToolSettings &settings, Findings &findings,
                  const ByNamespace &by_namespace)
{
    const Family owner = settings.owner_of(file.location.path);
    const bool is_read_all_the_same = owner == Family::Buildx && file.document;
    if (file.problem && !is_read_all_the_same)
        findings.push_back(unusable_file(file, owner, settings));
    if (!file.document)
        return;
    if (const Document *const document = as_docker_reads(file, settings))
        find_docker_problem(*document, owner, findings);
    else
        find_ignored_store(*file.document, owner, findings);
    find_blank(*file.document, settings, findings);
    if (owner != Family::Buildx)
        find_plain_text(file, settings, by_namespace, findings);
    find_mode(file, findings);
    find_misplaced(*file.document, settings, findings);
}

Finding missing_file(const LoadedFile &file, const std::vector<Tool> &failing,
                     const ToolSettings &settings)
{
    const std::string &path = file.location.path;
    const bool is_by_variable = settings.environment().auth_file == path;
    return {.severity = Severity::Error,
            .check = Check::File,
            .what = std::string(is_by_variable ? "REGISTRY_AUTH_FILE" : "--authfile") + " names '" +
                    path + "', and there is no such file",
            .why =
                in_words(failing) + (failing.size() == 1 ? " fails" : " fail") + " at every image",
            .advice = "log in with 'podman login', which makes it, or make an empty one",
            .command = Command("echo '{}'").into_file(path)};
}

} // namespace cppsecret::machine
