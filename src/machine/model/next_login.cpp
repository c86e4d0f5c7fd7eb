// SPDX-License-Identifier: MIT
#include "machine/model/next_login.hpp"

#include "credential/registry_name.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>

namespace cppsecret::machine {

namespace {

using authfile::Document;
using authfile::LoadedFile;
using Goes = NextLogin::Goes;

NextLogin refused(std::string file, std::string why)
{
    return {.goes = Goes::Refused, .file = std::move(file), .why = std::move(why)};
}

NextLogin goes_to(const std::string &helper, const std::string &file)
{
    return {.goes = is_our_helper(helper) ? Goes::Keyring : Goes::Helper,
            .helper = helper,
            .file = file};
}

/// The helper that a file names for a registry; empty if none.
std::string helper_in(const Document &document, const std::string &key)
{
    const authfile::HelperEntry *entry = key.empty() ? nullptr : document.find_helper(key);
    return entry == nullptr ? std::string() : entry->helper;
}

/// Into the first auth file.
NextLogin into_auth_file(const std::string &registry, const ToolSettings &settings)
{
    const LoadedFile &file = settings.files().front();
    const std::string &path = file.location.path;
    if (file.location.role != authfile::Role::Primary)
        return refused({}, "the folder of XDG_RUNTIME_DIR does not exist");
    if (file.problem)
        return refused(path, file.problem->what());
    if (!file.document)
        return {.goes = Goes::PlainText, .file = path};
    if (file.document->is_blank())
        return refused(path, "'" + path + "' is empty");
    const std::string helper = helper_in(*file.document, registry);
    return helper.empty() ? NextLogin{.goes = Goes::PlainText, .file = path}
                          : goes_to(helper, path);
}

/// podman, buildah and skopeo go on to the next helper where one is not there.
NextLogin next_for_containers(const Tool &tool, const std::string &registry,
                              const ToolSettings &settings)
{
    const RegistriesReading &registries = settings.registries_of(tool);
    if (registries.problem)
        return refused({}, registries.problem->what());
    NextLogin last;
    for (const std::string &helper : registries.conf.credential_helpers()) {
        if (helper == authfile::auth_files_helper)
            last = into_auth_file(registry, settings);
        else if (settings.helpers().contains(helper))
            last = goes_to(helper, registries.conf.source());
        else
            last = refused(registries.conf.source(),
                           "'" + std::string(json::helper_prefix) + helper + "' is not in PATH");
        if (last.goes != Goes::Refused)
            return last;
    }
    return last;
}

NextLogin next_for_docker(const std::string &registry, const ToolSettings &settings)
{
    const LoadedFile &file = settings.docker_file();
    const std::string &path = file.location.path;
    if (file.problem)
        return refused(path, file.problem->what());
    const Document nothing = Document::empty(path, authfile::Format::DockerConfig);
    const Document &document = file.document ? *file.document : nothing;
    const std::string key = registry.empty() ? registry : docker_key_of(registry);
    NextLogin next = goes_to(helper_in(document, key), path);
    // an entry with an empty name keeps docker from looking at credsStore
    const bool is_named = !key.empty() && document.find_helper(key) != nullptr;
    if (!is_named)
        next = goes_to(document.creds_store(), path);
    const bool says_nothing =
        document.creds_store().empty() && document.helpers().empty() && document.auths().empty();
    if (says_nothing && !settings.detected_store().empty()) {
        next = goes_to(settings.detected_store(), {});
        next.is_detected = true;
    }
    if (next.helper.empty())
        return {.goes = Goes::PlainText, .file = path, .passed_over = settings.detected_store()};
    if (!settings.helpers().contains(next.helper))
        return refused(path,
                       "'" + std::string(json::helper_prefix) + next.helper + "' is not in PATH");
    return next;
}

} // namespace

NextLogin next_login(const Tool &tool, const std::string &registry, const ToolSettings &settings)
{
    return tool.family == Family::Docker ? next_for_docker(registry, settings)
                                         : next_for_containers(tool, registry, settings);
}

bool answers_for_all(Family family, const ToolSettings &settings)
{
    const std::vector<Tool> tools = settings.tools_of(family);
    return std::all_of(tools.begin(), tools.end(), [&settings](const Tool &tool) {
        return next_login(tool, {}, settings).goes == Goes::Keyring;
    });
}

} // namespace cppsecret::machine
