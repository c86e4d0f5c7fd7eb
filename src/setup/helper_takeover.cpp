// SPDX-License-Identifier: MIT
#include "setup/helper_takeover.hpp"

#include "authfile/registries/podman_connections.hpp"
#include "base/error.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"
#include "setup/tool_files.hpp"

namespace cppsecret::setup {

namespace {

using authfile::Changes;
using authfile::Document;

/// True if docker comes to the helper for all that `credHelpers` does not name.
bool is_dockers_store(const Document &document, const std::string &helper,
                      const std::string &detected)
{
    return authfile::docker_store_of(document, detected).helper == helper;
}

void take_over_entries(const Document &document, Changes &changes, const Takeover &takeover)
{
    for (const authfile::HelperEntry &entry : document.helpers()) {
        const bool is_one = entry.helper == takeover.helper && entry.helper != machine::our_helper;
        const bool is_wanted =
            takeover.hosts.empty() || takeover.hosts.contains(ServerKey(entry.registry).host());
        // keys of other forms are asked by no tool, and we write none
        if (is_one && is_wanted && is_helper_key(entry.registry))
            changes.set_helper(entry.registry, machine::our_helper);
    }
}

/// docker's file where it leads to the helper without an entry for the registry.
void take_over_store(const Document &document, Changes &changes, const Takeover &takeover,
                     bool has_nerdctl)
{
    if (takeover.hosts.empty()) {
        changes.set_creds_store(machine::our_helper);
        return;
    }
    if (!takeover.follows_docker)
        return;
    // a helper that docker found by itself is not looked for beside other entries
    if (document.creds_store().empty())
        changes.set_creds_store(takeover.helper);
    for (const std::string &host : takeover.hosts)
        for (const std::string &key : docker_helper_keys(host, has_nerdctl))
            if (document.find_helper(key) == nullptr)
                changes.set_helper(key, machine::our_helper);
}

void refuse_hub_by_url(const Takeover &takeover, const machine::ToolSettings &settings)
{
    const std::string connection = authfile::find_podman_connection(settings.environment());
    const auto &document = settings.docker_file().document;
    if (!connection.empty() && contains_docker_hub(takeover.hosts) &&
        (!document || document->find_helper(docker_key_of(docker_hub_host)) == nullptr))
        throw Error(Errc::Failed,
                    "docker can be told of Docker Hub by credsStore alone while podman has a "
                    "connection ('" +
                        connection + "')",
                    "move all logins of '" + takeover.helper + "': leave out HOST");
}

} // namespace

void plan_takeover(FileEdits &edits, const machine::ToolSettings &settings,
                   const Takeover &takeover)
{
    for (const authfile::LoadedFile *one : settings.all_files()) {
        const authfile::LoadedFile &file = *one;
        const bool is_wanted = !takeover.auth_file || file.location.path == *takeover.auth_file;
        if (!is_wanted || !file.is_there() ||
            is_left_alone(settings.owner_of(file.location.path)) ||
            file.location.format == authfile::Format::LegacyDocker)
            continue;
        edits.amend(file.location, [takeover](const Document &document, Changes &changes) {
            take_over_entries(document, changes, takeover);
        });
    }
    if (takeover.auth_file)
        return;
    const authfile::LoadedFile &docker = settings.docker_file();
    const bool is_installed = contains(families_of(settings.installed()), machine::Family::Docker);
    const std::string detected =
        is_installed && takeover.follows_docker ? settings.detected_store() : std::string();
    const Document now = docker.document
                             ? docker.document->with({})
                             : Document::empty(docker.location.path, docker.location.format);
    if (!is_dockers_store(now, takeover.helper, detected))
        return;
    if (takeover.follows_docker)
        refuse_hub_by_url(takeover, settings);
    const bool has_nerdctl = client::find_program("nerdctl").has_value();
    edits.amend(docker.location,
                [takeover, has_nerdctl, detected](const Document &document, Changes &changes) {
                    take_over_entries(document, changes, takeover);
                    if (is_dockers_store(document, takeover.helper, detected))
                        take_over_store(document, changes, takeover, has_nerdctl);
                });
}

} // namespace cppsecret::setup
