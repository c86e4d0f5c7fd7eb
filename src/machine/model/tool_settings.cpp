// SPDX-License-Identifier: MIT
#include "machine/model/tool_settings.hpp"

#include "credential/server_key.hpp"

#include <algorithm>
#include <iterator>

namespace cppsecret::machine {

namespace {

Family family_of(authfile::Role role) noexcept
{
    switch (role) {
    case authfile::Role::Helm:
        return Family::Helm;
    case authfile::Role::Crio:
        return Family::Crio;
    case authfile::Role::Ostree:
        return Family::Ostree;
    case authfile::Role::Buildx:
        return Family::Buildx;
    case authfile::Role::Docker:
        return Family::Docker;
    case authfile::Role::Primary:
    case authfile::Role::Persistent:
    case authfile::Role::Legacy:
        break;
    }
    return Family::Containers;
}

/// True for an auth file that no other variable and no option names.
bool is_named_by_docker_config(const authfile::LoadedFile *file) noexcept
{
    return file->location.role == authfile::Role::Primary &&
           file->location.format == authfile::Format::DockerConfig;
}

} // namespace

ToolSettings::ToolSettings(ToolFacts facts) : facts_(std::move(facts))
{
    for (const authfile::LoadedFile *file : all_files())
        if (file->document)
            for (const authfile::HelperEntry &entry : file->document->helpers())
                helper_keys_[ServerKey(entry.registry).identity()].push_back(entry.registry);
}

const std::vector<std::string> &ToolSettings::helper_keys_of(const std::string &registry) const
{
    static const std::vector<std::string> none;
    const auto found = helper_keys_.find(registry);
    return found == helper_keys_.end() ? none : found->second;
}

std::vector<const authfile::LoadedFile *> ToolSettings::containers_files() const
{
    std::vector<const authfile::LoadedFile *> files;
    for (const authfile::LoadedFile &file : facts_.files) {
        files.push_back(&file);
        if (files.size() == 1 && facts_.kept_auth_file)
            files.push_back(&*facts_.kept_auth_file);
    }
    return files;
}

std::vector<const authfile::LoadedFile *> ToolSettings::searched_by(const Tool &tool) const
{
    const authfile::Environment &environment = facts_.environment;
    const Dialect dialect = dialect_of(tool);
    const bool is_named = facts_.auth_file || environment.auth_file;
    std::vector<const authfile::LoadedFile *> files;
    if (environment.docker_config && !is_named && dialect.keeps_auth_file_with_docker_config) {
        if (facts_.kept_auth_file)
            files.push_back(&*facts_.kept_auth_file);
        for (const authfile::LoadedFile &file : facts_.files)
            files.push_back(&file);
        const auto dockers = std::find_if(files.begin(), files.end(), is_named_by_docker_config);
        if (dockers != files.end() && std::next(dockers) != files.end())
            std::iter_swap(dockers, std::next(dockers)); // with the one that stays after a reboot
        return files;
    }
    files = pointers_to(facts_.files);
    if ((is_named || environment.docker_config) && dialect.searches_named_file_alone)
        files.resize(1);
    return files;
}

const authfile::LoadedFile *ToolSettings::missing_file_of(const Tool &tool) const
{
    const Dialect dialect = dialect_of(tool);
    const bool is_needed =
        facts_.auth_file ? dialect.needs_given_file
                         : facts_.environment.auth_file.has_value() && !dialect.bears_missing_file;
    return is_needed && !facts_.files.front().is_there() ? &facts_.files.front() : nullptr;
}

bool ToolSettings::writes_dockers_format(const Tool &tool) const
{
    const authfile::Environment &environment = facts_.environment;
    return environment.docker_config && !environment.auth_file && !facts_.auth_file &&
           dialect_of(tool).writes_docker_format;
}

std::vector<const authfile::LoadedFile *> ToolSettings::own_files(Family family) const
{
    std::vector<const authfile::LoadedFile *> files;
    for (const authfile::LoadedFile &file : facts_.other_files)
        if (family_of(file.location.role) == family)
            files.push_back(&file);
    return files;
}

const authfile::LoadedFile &ToolSettings::helm_file() const
{
    static const authfile::LoadedFile none{{{}, authfile::Format::HelmConfig, authfile::Role::Helm},
                                           std::nullopt,
                                           std::nullopt,
                                           std::nullopt};
    const auto own = own_files(Family::Helm);
    return own.empty() ? none : *own.front();
}

bool ToolSettings::searches(const Tool &tool, const std::string &file) const
{
    const auto is_it = [&file](const authfile::LoadedFile *one) {
        return one->location.path == file;
    };
    if (tool.family == Family::Containers) {
        const auto helpers = registries_of(tool).conf.credential_helpers();
        const auto searched = searched_by(tool);
        return std::find(helpers.begin(), helpers.end(), authfile::auth_files_helper) !=
                   helpers.end() &&
               std::any_of(searched.begin(), searched.end(), is_it);
    }
    if (asks_as_docker(tool.family) && is_it(&docker_file()))
        return true;
    if (tool.family == Family::Buildx)
        return dialect_of(tool).reads_scoped_files && !scope_of(file).empty();
    for (const authfile::LoadedFile *one : own_files(tool.family))
        if (one->is_there() || tool.family == Family::Helm)
            return is_it(one); // ostree reads the first that is there
    return false;
}

std::vector<Family> ToolSettings::families() const
{
    const std::vector<Family> installed = families_of(facts_.installed);
    std::vector<Family> families(main_families.begin(), main_families.end());
    for (const Family family : all_families) {
        const auto own = own_files(family);
        const bool has_file =
            std::any_of(own.begin(), own.end(),
                        [](const authfile::LoadedFile *file) { return file->is_there(); });
        if (!contains(families, family) && (has_file || contains(installed, family)))
            families.push_back(family);
    }
    return families;
}

Family ToolSettings::owner_of(const std::string &file) const
{
    if (docker_file().location.path == file)
        return Family::Docker;
    for (const authfile::LoadedFile &one : facts_.other_files)
        if (one.location.path == file)
            return family_of(one.location.role);
    return Family::Containers;
}

std::string ToolSettings::scope_of(const std::string &file) const
{
    for (const authfile::LoadedFile &one : facts_.other_files)
        if (one.location.path == file)
            return one.location.scope;
    return {};
}

std::vector<const authfile::LoadedFile *> ToolSettings::all_files() const
{
    std::vector<const authfile::LoadedFile *> files;
    const auto add = [&files](const authfile::LoadedFile &file) {
        if (std::none_of(files.begin(), files.end(), [&file](const authfile::LoadedFile *other) {
                return other->location.path == file.location.path;
            }))
            files.push_back(&file);
    };
    for (const authfile::LoadedFile *file : containers_files())
        add(*file);
    add(facts_.docker_file);
    for (const authfile::LoadedFile &file : facts_.other_files)
        add(file);
    return files;
}

const RegistriesReading &
ToolSettings::registries_by(const authfile::RegistriesDialect &dialect) const
{
    return *std::find_if(
        facts_.registries.begin(), facts_.registries.end(),
        [&dialect](const RegistriesReading &one) { return one.dialect == dialect; });
}

const RegistriesReading &ToolSettings::registries_of(const Tool &tool) const
{
    return registries_by(dialect_of(tool).registries());
}

const RegistriesReading &ToolSettings::registries_at_login_of(const Tool &tool) const
{
    return registries_by(dialect_of(tool).registries_at_login());
}

const authfile::RegistriesConf &ToolSettings::registries_conf() const
{
    return registries_of(tools_of(Family::Containers).front()).conf;
}

const std::optional<Error> &ToolSettings::conf_problem() const
{
    return registries_of(tools_of(Family::Containers).front()).problem;
}

authfile::DockerStore ToolSettings::store_of(const authfile::LoadedFile &file) const
{
    const std::string detected =
        is_of_snap(file.location.path) ? std::string() : facts_.detected_store;
    if (!file.document)
        return {detected, !detected.empty()};
    return docker_store_of(*file.document, detected);
}

bool ToolSettings::is_of_snap(const std::string &file) const
{
    return file == facts_.docker_file.location.path && has_docker_of_snap(facts_.installed);
}

authfile::DockerSettings ToolSettings::docker_settings(const Tool &tool) const
{
    const Dialect dialect = dialect_of(tool);
    return {SecretString(facts_.auth_config.reveal()), dialect.reads_auth_config,
            tool.is_from_snap ? std::string() : facts_.detected_store, dialect.fails_to_pull};
}

} // namespace cppsecret::machine
