// SPDX-License-Identifier: MIT
#include "cli/helper_entries.hpp"

#include "authfile/registries/podman_connections.hpp"
#include "base/error.hpp"
#include "cli/our_entries.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/our_helper.hpp"

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;

/// True if docker comes to the helper for all that `credHelpers` does not name.
bool is_dockers_store(const Document &document, const std::string &helper,
                      const std::string &detected)
{
    const bool says_nothing =
        document.creds_store().empty() && document.helpers().empty() && document.auths().empty();
    return document.creds_store() == helper || (says_nothing && detected == helper);
}

void rename_entries(const Document &document, Changes &changes, const Renaming &renaming)
{
    for (const authfile::HelperEntry &entry : document.helpers()) {
        const bool is_one = entry.helper == renaming.helper && entry.helper != machine::our_helper;
        const bool is_wanted =
            renaming.hosts.empty() || renaming.hosts.contains(ServerKey(entry.registry).host());
        // keys of other forms are asked by no tool, and we write none
        if (is_one && is_wanted && is_helper_key(entry.registry))
            changes.set_helper(entry.registry, machine::our_helper);
    }
}

/// docker's file where it leads to the helper without an entry for the registry.
void rename_store(const Document &document, Changes &changes, const Renaming &renaming,
                  bool has_nerdctl)
{
    if (renaming.hosts.empty()) {
        changes.set_creds_store(machine::our_helper);
        return;
    }
    if (!renaming.follows_docker)
        return;
    // a helper that docker found by itself is not looked for beside other entries
    if (document.creds_store().empty())
        changes.set_creds_store(renaming.helper);
    for (const std::string &host : renaming.hosts)
        for (const std::string &key : docker_helper_keys(host, has_nerdctl))
            if (document.find_helper(key) == nullptr)
                changes.set_helper(key, machine::our_helper);
}

void refuse_hub_by_url(const Renaming &renaming, const machine::ToolSettings &settings)
{
    const std::string connection = authfile::find_podman_connection(settings.environment());
    const auto &document = settings.docker_file().document;
    if (!connection.empty() && contains_docker_hub(renaming.hosts) &&
        (!document || document->find_helper(docker_key_of(docker_hub_host)) == nullptr))
        throw Error(Errc::Input,
                    "docker can be told of Docker Hub by credsStore alone while podman has a "
                    "connection ('" +
                        connection + "')",
                    "move all logins of '" + renaming.helper + "': leave out HOST");
}

} // namespace

void plan_renaming(Edits &edits, const machine::ToolSettings &settings, const Renaming &renaming)
{
    for (const authfile::LoadedFile &file : settings.files()) {
        const bool is_wanted = !renaming.auth_file || file.location.path == *renaming.auth_file;
        if (!is_wanted || !file.is_there() ||
            file.location.format == authfile::Format::LegacyDocker)
            continue;
        edits.amend(file.location, [renaming](const Document &document, Changes &changes) {
            rename_entries(document, changes, renaming);
        });
    }
    if (renaming.auth_file)
        return;
    const authfile::LoadedFile &docker = settings.docker_file();
    const bool is_installed = contains(machine::installed_tools(), machine::Tool::Docker);
    const std::string detected =
        is_installed && renaming.follows_docker ? settings.detected_store() : std::string();
    const Document now = docker.document
                             ? docker.document->with({})
                             : Document::empty(docker.location.path, docker.location.format);
    if (!is_dockers_store(now, renaming.helper, detected))
        return;
    if (renaming.follows_docker)
        refuse_hub_by_url(renaming, settings);
    const bool has_nerdctl = client::find_program("nerdctl").has_value();
    edits.amend(docker.location,
                [renaming, has_nerdctl, detected](const Document &document, Changes &changes) {
                    rename_entries(document, changes, renaming);
                    if (is_dockers_store(document, renaming.helper, detected))
                        rename_store(document, changes, renaming, has_nerdctl);
                });
}

} // namespace cppsecret::cli
