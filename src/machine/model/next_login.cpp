// SPDX-License-Identifier: MIT
#include "machine/model/next_login.hpp"

#include "credential/registry_name.hpp"
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

/// The helper that `credHelpers` of a file names for the key; none for an empty key.
const authfile::HelperEntry *find_entry(const LoadedFile &file, const std::string &key)
{
    return key.empty() || !file.document ? nullptr : file.document->find_helper(key);
}

NextLogin to_helper(const std::string &helper, const LoadedFile &file, const ToolSettings &settings)
{
    const std::string &path = file.location.path;
    if (settings.is_of_snap(path))
        return refused(path, no_helper_in_snap);
    return settings.helpers().contains(helper) ? goes_to(helper, path)
                                               : refused(path, not_in_path(helper));
}

/// Into the first auth file.
NextLogin into_auth_file(const std::string &registry, const ToolSettings &settings)
{
    const LoadedFile &file = settings.first_file();
    const std::string &path = file.location.path;
    if (file.location.role != authfile::Role::Primary)
        return refused({}, "the folder of XDG_RUNTIME_DIR does not exist");
    if (file.problem)
        return refused(path, file.problem->what());
    if (file.document && file.document->is_blank())
        return refused(path, "'" + path + "' is empty");
    if (const authfile::HelperEntry *entry = find_entry(file, registry))
        return to_helper(entry->helper, file, settings);
    return {.goes = Goes::PlainText, .file = path};
}

/// Into the file of DOCKER_CONFIG, under docker's keys and as docker reads it.
NextLogin in_dockers_format(const std::string &registry, const ToolSettings &settings)
{
    NextLogin next =
        into_auth_file(registry.empty() ? std::string() : docker_key_of(registry), settings);
    next.is_in_dockers_format = true;
    return next;
}

/// podman, buildah and skopeo go on to the next helper where one is not there. `registry` is empty
/// for one that no file names.
NextLogin next_for_containers(const RegistriesReading &registries, const Tool &tool,
                              const std::string &registry, const ToolSettings &settings)
{
    if (registries.problem)
        return refused({}, registries.problem->what());
    if (settings.writes_dockers_format(tool))
        return in_dockers_format(registry, settings);
    NextLogin last;
    for (const std::string &helper : registries.conf.credential_helpers()) {
        if (helper == authfile::auth_files_helper)
            last = into_auth_file(registry, settings);
        else if (settings.helpers().contains(helper))
            last = goes_to(helper, registries.conf.source());
        else
            last = refused(registries.conf.source(), not_in_path(helper));
        if (last.goes != Goes::Refused)
            return last;
    }
    return last;
}

/// docker and helm go by what their file says.
NextLogin next_by_store(const LoadedFile &file, const std::string &registry,
                        const ToolSettings &settings)
{
    const std::string &path = file.location.path;
    if (file.problem)
        return refused(path, file.problem->what());
    if (const authfile::HelperEntry *entry =
            find_entry(file, registry.empty() ? std::string() : docker_key_of(registry)))
        return to_helper(entry->helper, file, settings);
    const authfile::DockerStore store = settings.store_of(file);
    if (store.helper.empty())
        return {.goes = Goes::PlainText,
                .file = path,
                .passed_over =
                    settings.is_of_snap(path) ? std::string() : settings.detected_store()};
    NextLogin next = to_helper(store.helper, file, settings);
    next.is_detected = store.is_detected;
    if (next.is_detected)
        next.file.clear();
    return next;
}

} // namespace

NextLogin next_login(const Tool &tool, const ToolSettings &settings)
{
    return next_login(tool, {}, settings);
}

NextLogin next_login(const Tool &tool, const std::string &registry, const ToolSettings &settings)
{
    switch (tool.family) {
    case Family::Docker:
        return next_by_store(settings.docker_file(), registry, settings);
    case Family::Helm:
        return next_by_store(settings.helm_file(), registry, settings);
    case Family::Crio:
    case Family::Ostree:
    case Family::Buildx:
        return refused({}, title_of(tool.family) + " cannot log in");
    case Family::Containers:
        break;
    }
    return next_for_containers(settings.registries_at_login_of(tool), tool, registry, settings);
}

NextLogin next_login_with(const RegistriesReading &registries, const Tool &tool,
                          const ToolSettings &settings)
{
    return next_for_containers(registries, tool, {}, settings);
}

bool answers_for_all(Family family, const ToolSettings &settings)
{
    const std::vector<Tool> tools = settings.tools_of(family);
    return std::all_of(tools.begin(), tools.end(), [&settings](const Tool &tool) {
        return next_login(tool, settings).goes == Goes::Keyring;
    });
}

} // namespace cppsecret::machine
