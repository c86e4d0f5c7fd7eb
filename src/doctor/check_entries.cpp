// SPDX-License-Identifier: MIT
// The helpers that auth files name.
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "doctor/checks.hpp"
#include "json/protocol_texts.hpp"
#include "machine/file_findings.hpp"
#include "machine/model/our_helper.hpp"

#include <map>
#include <utility>

namespace cppsecret::doctor {

namespace {

using authfile::Document;
using authfile::Format;
using authfile::HelperEntry;

/// Our entry under the URL of Docker Hub goes, and one that the file's readers understand comes.
/// In docker's file that is credsStore, if it is free.
std::string renaming(const Document &document, const HelperEntry &entry)
{
    const bool is_docker = document.format() == Format::DockerConfig;
    const bool is_free =
        document.creds_store().empty() || machine::is_our_helper(document.creds_store());
    if (!machine::is_our_helper(entry.helper) || !ServerKey(entry.registry).is_docker_hub() ||
        (is_docker && !is_free))
        return machine::edit_command(document.name());
    const std::string arguments = machine::option_for(document).append(docker_hub_host);
    return "cppsecret unconfigure " + arguments + " && cppsecret configure " + arguments;
}

/// A URL as a key of credHelpers: docker asks for Docker Hub by one, podman cannot stand any.
void check_url(const Document &document, const HelperEntry &entry, const std::string &connection,
               machine::Findings &findings)
{
    if (entry.registry.find("://") == std::string::npos)
        return;
    machine::Finding finding{.check = machine::Check::Url,
                             .what = "'" + document.name() + "' names a helper for '" +
                                     entry.registry + "'",
                             .command = renaming(document, entry)};
    if (!connection.empty()) {
        finding.severity = machine::Severity::Error;
        finding.what += ", and podman has a connection ('" + connection + "')";
        finding.why = "such a podman fails at every pull while a key of credHelpers is a URL";
        finding.advice = "name the helper in another way";
    } else if (document.format() == Format::AuthJson) {
        finding.severity = machine::Severity::Warning;
        finding.what += ", for which podman never asks";
        finding.why = "podman, buildah and skopeo ask for '" + std::string(docker_hub_host) + "'";
        finding.advice = "name the helper for the host";
    } else {
        return;
    }
    findings.push_back(std::move(finding));
}

/// Entries of other helpers are left to whoever made them, and told.
void check_others(const Snapshot &snapshot, const Document &document, machine::Findings &findings)
{
    std::map<std::string, std::size_t> others; // registries by helper
    for (const HelperEntry &entry : document.helpers()) {
        if (entry.helper.empty() || machine::is_our_helper(entry.helper) ||
            !snapshot.programs.helpers.contains(entry.helper))
            continue; // ours, or told as dangling
        if (snapshot.has_in_keyring(entry.registry) && is_host(entry.registry))
            findings.push_back({.severity = machine::Severity::Warning,
                                .check = machine::Check::Foreign,
                                .what = "'" + document.name() + "' names the helper '" +
                                        entry.helper + "' for '" + entry.registry + "'",
                                .why = "its login is used, not the one in the keyring",
                                .advice = "let our helper answer, if that is the one you want",
                                .command = machine::replacing_command(document, entry)});
        else
            ++others[entry.helper];
    }
    for (const auto &[helper, count] : others)
        findings.push_back(
            {.check = machine::Check::Foreign,
             .what = "the helper '" + helper + "' answers for " + std::to_string(count) +
                     (count == 1 ? " registry" : " registries") + " in '" + document.name() + "'"});
}

void check_store(const Snapshot &snapshot, const Document &document, machine::Findings &findings)
{
    const std::string &store = document.creds_store();
    if (document.format() != Format::DockerConfig || store.empty() ||
        snapshot.programs.helpers.contains(store))
        return;
    machine::Finding finding{.severity = machine::Severity::Error,
                             .check = machine::Check::Dangling,
                             .what = "'" + document.name() + "' has the credsStore '" + store +
                                     "', and '" + json::helper_prefix + store + "' is not in PATH",
                             .why = "docker fails at every login, and finds none"};
    if (machine::is_our_helper(store))
        finding.advice = "install the helper where docker finds it";
    else
        finding.command = "cppsecret configure --force --tool docker --all-registries";
    findings.push_back(std::move(finding));
}

} // namespace

void check_entries(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const AuthFile &file : snapshot.files.all) {
        if (!file.loaded->document)
            continue;
        const Document &document = *file.loaded->document;
        for (const HelperEntry &entry : document.helpers())
            check_url(document, entry, snapshot.podman_connection, findings);
        check_others(snapshot, document, findings);
        check_store(snapshot, document, findings);
    }
}

} // namespace cppsecret::doctor
