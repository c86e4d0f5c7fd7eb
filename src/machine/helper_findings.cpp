// SPDX-License-Identifier: MIT
#include "machine/helper_findings.hpp"

#include "base/command.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"

namespace cppsecret::machine {

namespace {

using authfile::Document;
using authfile::Format;
using authfile::HelperEntry;

/// `configure` or `unconfigure`, limited to the file.
Command limited_to(const Document &document, const Command &command)
{
    if (document.format() == Format::HelmConfig)
        return command.with("--tool helm");
    return document.format() == Format::DockerConfig
               ? command.with("--tool docker")
               : command.option("--authfile", document.name());
}

std::string naming(const Document &document, const HelperEntry &entry)
{
    return "'" + document.name() + "' names the helper '" + entry.helper + "' for '" +
           entry.registry + "'";
}

} // namespace

Command replacing_command(const Document &document, const HelperEntry &entry)
{
    // under another spelling 'configure' would put its entry beside this one
    const auto host = parse_host(entry.registry);
    if (!host)
        return edit_command(document.name());
    const std::string key = has_dockers_form(document.format()) ? docker_key_of(*host) : *host;
    return entry.registry == key
               ? limited_to(document, Command("cppsecret configure --force")).operand(*host)
               : edit_command(document.name());
}

Command renaming_command(const Document &document, const HelperEntry &entry)
{
    const std::string host = ServerKey(entry.registry).registry();
    const bool is_docker = document.format() == Format::DockerConfig;
    const bool is_free = document.creds_store().empty() || is_our_helper(document.creds_store());
    // docker's file takes credsStore for Docker Hub
    if (!is_our_helper(entry.helper) || !is_host(host) ||
        (is_docker && !(is_docker_hub(host) && is_free)))
        return edit_command(document.name());
    return limited_to(document, Command("cppsecret unconfigure"))
        .operand(host)
        .then(limited_to(document, Command("cppsecret configure")).operand(host));
}

Finding dangling_helper(const Document &document, const HelperEntry &entry,
                        const std::string &problem, Family owner)
{
    Finding finding{.severity = Severity::Error,
                    .check = Check::Dangling,
                    .what = naming(document, entry) + ": " + problem,
                    .why = "podman, buildah and skopeo do not get at '" + entry.registry +
                           "', not even at public images, and 'podman --remote' at no registry"};
    if (has_own_files(owner))
        finding.why =
            title_of(owner) + " cannot pull from '" + entry.registry + "', not even public content";
    if (is_our_helper(entry.helper)) {
        finding.advice = "install the helper where the tools find it";
    } else {
        finding.advice = entry.helper.empty() ? "take the entry out, or name a helper"
                         : is_host(entry.registry)
                             ? "install that helper, or let ours take its place"
                             : "take the entry out of 'credHelpers'";
        finding.command = replacing_command(document, entry);
    }
    return finding;
}

Finding unasked_helper(const Document &document, const HelperEntry &entry, Family owner)
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
    if (has_own_files(owner))
        finding.why = std::string("helpers are asked by host only") +
                      (asks_as_docker(owner) ? ", and Docker Hub by its URL" : "");
    const std::string host = ServerKey(entry.registry).registry();
    finding.advice = is_host(host) ? "name the helper for '" + host + "'"
                                   : "take the entry out, and name the helper for each host";
    return finding;
}

Finding helper_without_login(const Document &document, const HelperEntry &entry, Family owner)
{
    Finding finding{.severity = Severity::Warning,
                    .check = Check::Dangling,
                    .what = naming(document, entry) + ", and it has no login for it",
                    .why = "harmless to podman and docker, but some programs (testcontainers) then "
                           "find no login at all",
                    .advice = "log in to '" + entry.registry + "', or take the entry out"};
    if (has_own_files(owner))
        finding.why = "nothing private can be pulled from there";
    if (owner == Family::Buildx) {
        finding.advice = "log in to '" + entry.registry +
                         "', or remove the file: docker buildx then uses docker's login";
        finding.command = Command("rm").operand(document.name());
        return finding;
    }
    const bool is_hub = ServerKey(entry.registry).is_docker_hub();
    const bool takes_more = is_hub && document.format() == Format::DockerConfig; // credsStore
    const auto host = parse_host(entry.registry);
    if (is_our_helper(entry.helper) && host && !takes_more)
        finding.command = limited_to(document, Command("cppsecret unconfigure")).operand(*host);
    else
        finding.command = edit_command(document.name());
    return finding;
}

Finding helper_in_snap(const Document &document, const std::string &helper)
{
    Finding finding{.severity = Severity::Error,
                    .check = Check::Dangling,
                    .what = "'" + document.name() + "' names the helper '" + helper + "', and " +
                            no_helper_in_snap,
                    .why = "docker cannot log in where the helper is named",
                    .advice = no_helper_in_snap_hint};
    finding.command = is_our_helper(helper) ? Command("cppsecret unconfigure --tool docker --all")
                                            : edit_command(document.name());
    return finding;
}

Finding missing_store(const Document &document)
{
    const std::string &store = document.creds_store();
    Finding finding{.severity = Severity::Error,
                    .check = Check::Dangling,
                    .what = "'" + document.name() + "' has the credsStore '" + store + "', and " +
                            not_in_path(store),
                    .why = "docker fails at every login, and finds only what is there in plain "
                           "text"};
    if (is_our_helper(store))
        finding.advice = "install the helper where docker finds it";
    else
        finding.command = Command("cppsecret configure --force --tool docker --all-registries");
    return finding;
}

Finding missing_helper_for_all(const std::string &file, const std::string &helper)
{
    Finding finding{.severity = Severity::Error,
                    .check = Check::Dangling,
                    .what = "'" + file + "' names the helper '" + helper + "', and " +
                            not_in_path(helper),
                    .why = "podman, buildah and skopeo fail where the others of the list have no "
                           "login, also at public images"};
    if (is_our_helper(helper)) {
        finding.advice = "install the helper where the tools find it";
    } else {
        finding.advice = "install that helper, or take it out of the file";
        finding.command = edit_command(file);
    }
    return finding;
}

} // namespace cppsecret::machine
