// SPDX-License-Identifier: MIT
#include "machine/file_findings.hpp"

#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/model/tool.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace cppsecret::machine {

namespace {

using authfile::AuthEntry;
using authfile::Document;
using authfile::Format;
using authfile::HelperEntry;
using authfile::LoadedFile;

Finding unusable_file(const LoadedFile &file)
{
    const bool is_docker = file.location.format == Format::DockerConfig;
    return {.severity = Severity::Error,
            .check = Check::File,
            .what = file.problem->what(),
            .why = std::string("podman, buildah and skopeo stop looking for logins here") +
                   (is_docker ? ", docker goes on without any" : ""),
            .advice = file.problem->hint(),
            .command = edit_command(file.location.path)};
}

void find_blank(const Document &document, const ToolSettings &settings, Findings &findings)
{
    // docker itself does not mind
    if (!document.is_blank() || (document.format() == Format::DockerConfig &&
                                 !contains(families_of(settings.installed()), Family::Containers)))
        return;
    findings.push_back({.severity = Severity::Error,
                        .check = Check::File,
                        .what = "'" + document.name() + "' is empty",
                        .why = "podman, buildah and skopeo fail on an empty file",
                        .command = "echo '{}' > " + shell_word(document.name())});
}

void find_ignored_store(const Document &document, Findings &findings)
{
    if (document.format() == Format::AuthJson && !document.creds_store().empty())
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

/// A file that was given with --authfile has to be named again: nothing else leads to it.
std::string migrate_command(const authfile::Location &location, const ToolSettings &settings)
{
    const auto primary = primary_location(settings.environment());
    const bool is_given =
        location.role == authfile::Role::Primary && (!primary || primary->path != location.path);
    return is_given ? "cppsecret migrate --authfile " + shell_word(location.path)
                    : "cppsecret migrate";
}

/// The logins of a file in plain text, by what their keys are for.
struct PlainLogins {
    std::size_t hosts = 0;
    std::vector<std::string> namespaces;
    std::vector<std::string> others;
};

PlainLogins plain_logins(const Document &document)
{
    PlainLogins logins;
    for (const AuthEntry &entry : document.auths()) {
        const ServerKey key(entry.key);
        const bool is_login = document.auth_of(entry).defect == authfile::AuthDefect::None;
        if (entry.is_placeholder() || !is_login)
            continue; // what is no login is told by itself
        switch (key.kind()) {
        case KeyKind::Registry:
        case KeyKind::DockerHubToken:
            ++logins.hosts;
            break;
        case KeyKind::Namespace:
            logins.namespaces.push_back(entry.key);
            break;
        case KeyKind::Other:
            logins.others.push_back(entry.key);
            break;
        }
    }
    return logins;
}

void find_plain_text(const LoadedFile &file, const ToolSettings &settings, Findings &findings)
{
    const Document &document = *file.document;
    const auto [hosts, namespaces, others] = plain_logins(document);
    const std::string command = migrate_command(file.location, settings);
    const std::string why = "whoever can read the file, or a copy of it, has the passwords";
    if (hosts > 0)
        findings.push_back({.severity = Severity::Warning,
                            .check = Check::Plain,
                            .what = "'" + document.name() + "' holds " + counted(hosts, "login") +
                                    " in plain text: base64 hides nothing",
                            .why = why,
                            .advice = "move them into the keyring: '" + command + "'",
                            .command = command});
    if (!namespaces.empty())
        findings.push_back(
            {.severity = Severity::Warning,
             .check = Check::Plain,
             .what = "'" + document.name() + "' holds " + counted(namespaces.size(), "login") +
                     " for namespaces in plain text, the first for " + in_ticks(namespaces.front()),
             .why = why + "; helpers know no namespaces, so these cannot be moved",
             .advice = "keep those that are in use by namespace; where one login is enough for the "
                       "registry, log in to it as a whole and take them out",
             .command = edit_command(document.name())});
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
    if (hosts + namespaces.size() + others.size() > 0 && file.stamp &&
        (file.stamp->mode & (S_IRWXG | S_IRWXO)) != 0)
        findings.push_back({.severity = Severity::Warning,
                            .check = Check::Mode,
                            .what = "others may read '" + document.name() + "'",
                            .why = "it holds passwords",
                            .command = "chmod go= " + shell_word(document.name())});
}

void find_misplaced(const Document &document, Findings &findings)
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
                        .advice =
                            "put it into 'auths', and let 'cppsecret migrate' move it into the "
                            "keyring; or take it out",
                        .command = edit_command(document.name())});
}

std::string naming(const Document &document, const HelperEntry &entry)
{
    return "'" + document.name() + "' names the helper '" + entry.helper + "' for '" +
           entry.registry + "'";
}

} // namespace

std::string option_for(const Document &document)
{
    return document.format() == Format::DockerConfig
               ? "--tool docker "
               : "--authfile " + shell_word(document.name()) + " ";
}

void find_in_file(const LoadedFile &file, const ToolSettings &settings, Findings &findings)
{
    if (file.problem)
        findings.push_back(unusable_file(file));
    if (!file.document)
        return;
    find_ignored_store(*file.document, findings);
    find_blank(*file.document, settings, findings);
    find_plain_text(file, settings, findings);
    find_misplaced(*file.document, findings);
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
            .command = "echo '{}' > " + shell_word(path)};
}

std::string replacing_command(const Document &document, const HelperEntry &entry)
{
    // under another spelling 'configure' would put its entry beside this one
    const auto host = parse_host(entry.registry);
    if (!host)
        return edit_command(document.name());
    const std::string key =
        document.format() == Format::DockerConfig ? docker_key_of(*host) : *host;
    return entry.registry == key
               ? "cppsecret configure --force " + option_for(document) + shell_word(*host)
               : edit_command(document.name());
}

std::string renaming_command(const Document &document, const HelperEntry &entry)
{
    const std::string host = ServerKey(entry.registry).registry();
    const bool is_docker = document.format() == Format::DockerConfig;
    const bool is_free = document.creds_store().empty() || is_our_helper(document.creds_store());
    // docker's file takes credsStore for Docker Hub
    if (!is_our_helper(entry.helper) || !is_host(host) ||
        (is_docker && !(is_docker_hub(host) && is_free)))
        return edit_command(document.name());
    const std::string arguments = option_for(document) + shell_word(host);
    return "cppsecret unconfigure " + arguments + " && cppsecret configure " + arguments;
}

Finding dangling_helper(const Document &document, const HelperEntry &entry,
                        const std::string &problem)
{
    Finding finding{.severity = Severity::Error,
                    .check = Check::Dangling,
                    .what = naming(document, entry) + ": " + problem,
                    .why = "podman, buildah and skopeo do not get at '" + entry.registry +
                           "', not even at public images, and 'podman --remote' at no registry"};
    if (is_our_helper(entry.helper)) {
        finding.advice = "install the helper where the tools find it";
    } else {
        finding.advice = is_host(entry.registry) ? "install that helper, or let ours take its place"
                                                 : "take the entry out of 'credHelpers'";
        finding.command = replacing_command(document, entry);
    }
    return finding;
}

Finding unasked_helper(const Document &document, const HelperEntry &entry)
{
    const bool is_docker = document.format() == Format::DockerConfig;
    Finding finding{.severity = Severity::Warning,
                    .check = Check::Url,
                    .what = naming(document, entry) + ", and no tool asks for that key",
                    .why = is_docker ? "the tools ask for the host alone, as images name it, and "
                                       "docker for Docker Hub by its URL"
                                     : "podman, buildah and skopeo ask for the host alone, as "
                                       "images name it",
                    .command = renaming_command(document, entry)};
    const std::string host = ServerKey(entry.registry).registry();
    finding.advice = is_host(host) ? "name the helper for '" + host + "'"
                                   : "take the entry out, and name the helper for each host";
    return finding;
}

Finding helper_without_login(const Document &document, const HelperEntry &entry)
{
    Finding finding{.severity = Severity::Warning,
                    .check = Check::Dangling,
                    .what = naming(document, entry) + ", and it has no login for it",
                    .why = "harmless to podman and docker, but some programs (testcontainers) then "
                           "find no login at all",
                    .advice = "log in to '" + entry.registry + "', or take the entry out"};
    const bool is_hub = ServerKey(entry.registry).is_docker_hub();
    const bool takes_more = is_hub && document.format() == Format::DockerConfig; // credsStore
    const auto host = parse_host(entry.registry);
    if (is_our_helper(entry.helper) && host && !takes_more)
        finding.command = "cppsecret unconfigure " + option_for(document) + shell_word(*host);
    else
        finding.command = edit_command(document.name());
    return finding;
}

} // namespace cppsecret::machine
