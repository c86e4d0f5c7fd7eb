// SPDX-License-Identifier: MIT
#include "machine/model/tool_settings.hpp"

#include "credential/server_key.hpp"

#include <algorithm>

namespace cppsecret::machine {

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

std::span<const authfile::LoadedFile> ToolSettings::searched_by(const Tool &tool) const
{
    const authfile::Environment &environment = facts_.environment;
    const bool is_named = facts_.auth_file || environment.auth_file || environment.docker_config;
    const std::span all(facts_.files);
    return is_named && dialect_of(tool).searches_named_file_alone ? all.first(1) : all;
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

std::vector<const authfile::LoadedFile *> ToolSettings::all_files() const
{
    std::vector<const authfile::LoadedFile *> files;
    bool has_docker = false;
    for (const authfile::LoadedFile &file : facts_.files) {
        files.push_back(&file);
        has_docker = has_docker || file.location.path == facts_.docker_file.location.path;
    }
    if (!has_docker)
        files.push_back(&facts_.docker_file);
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

authfile::DockerStore ToolSettings::docker_store() const
{
    const auto &document = docker_file().document;
    if (!document)
        return {facts_.detected_store, !facts_.detected_store.empty()};
    return docker_store_of(*document, facts_.detected_store);
}

authfile::DockerSettings ToolSettings::docker_settings(const Tool &tool) const
{
    const Dialect dialect = dialect_of(tool);
    return {SecretString(facts_.auth_config.reveal()), dialect.reads_auth_config,
            facts_.detected_store, dialect.fails_to_pull};
}

} // namespace cppsecret::machine
