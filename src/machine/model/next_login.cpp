// SPDX-License-Identifier: MIT
#include "machine/model/next_login.hpp"

#include "machine/model/our_helper.hpp"

#include <algorithm>

namespace cppsecret::machine {

namespace {

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

/// Into the first auth file.
NextLogin into_auth_file(const ToolSettings &settings)
{
    const LoadedFile &file = settings.files().front();
    const std::string &path = file.location.path;
    if (file.location.role != authfile::Role::Primary)
        return refused({}, "the folder of XDG_RUNTIME_DIR does not exist");
    if (file.problem)
        return refused(path, file.problem->what());
    if (file.document && file.document->is_blank())
        return refused(path, "'" + path + "' is empty");
    return {.goes = Goes::PlainText, .file = path};
}

/// podman, buildah and skopeo go on to the next helper where one is not there.
NextLogin next_for_containers(const Tool &tool, const ToolSettings &settings)
{
    const RegistriesReading &registries = settings.registries_of(tool);
    if (registries.problem)
        return refused({}, registries.problem->what());
    NextLogin last;
    for (const std::string &helper : registries.conf.credential_helpers()) {
        if (helper == authfile::auth_files_helper)
            last = into_auth_file(settings);
        else if (settings.helpers().contains(helper))
            last = goes_to(helper, registries.conf.source());
        else
            last = refused(registries.conf.source(), not_in_path(helper));
        if (last.goes != Goes::Refused)
            return last;
    }
    return last;
}

NextLogin next_for_docker(const ToolSettings &settings)
{
    const LoadedFile &file = settings.docker_file();
    const std::string &path = file.location.path;
    if (file.problem)
        return refused(path, file.problem->what());
    const authfile::DockerStore store = settings.docker_store();
    if (store.helper.empty())
        return {.goes = Goes::PlainText, .file = path, .passed_over = settings.detected_store()};
    if (!settings.helpers().contains(store.helper))
        return refused(path, not_in_path(store.helper));
    NextLogin next = goes_to(store.helper, store.is_detected ? std::string() : path);
    next.is_detected = store.is_detected;
    return next;
}

} // namespace

NextLogin next_login(const Tool &tool, const ToolSettings &settings)
{
    return tool.family == Family::Docker ? next_for_docker(settings)
                                         : next_for_containers(tool, settings);
}

bool answers_for_all(Family family, const ToolSettings &settings)
{
    const std::vector<Tool> tools = settings.tools_of(family);
    return std::all_of(tools.begin(), tools.end(), [&settings](const Tool &tool) {
        return next_login(tool, settings).goes == Goes::Keyring;
    });
}

} // namespace cppsecret::machine
