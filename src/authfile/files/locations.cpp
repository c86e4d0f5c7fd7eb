// SPDX-License-Identifier: MIT
#include "authfile/files/locations.hpp"

#include "base/atomic_file.hpp"
#include "base/command.hpp"
#include "base/environment.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::authfile {

namespace {

/// `folder` and what is below it, with one slash between.
std::string join(std::string folder, const std::string &below)
{
    while (folder.size() > 1 && folder.ends_with('/'))
        folder.pop_back();
    return folder == "/" ? folder + below : folder + "/" + below;
}

/// The path that was meant.
std::string_view without_quotes(std::string_view text)
{
    const bool is_quoted = text.size() > 1 && text.front() == text.back();
    return is_quoted && (text.front() == '"' || text.front() == '\'')
               ? text.substr(1, text.size() - 2)
               : text;
}

Error quoted_path(const std::string &owner, const std::string &text, std::string hint)
{
    const std::string mark(1, text.front());
    const bool is_quote = mark == "\"" || mark == "'";
    return Error(
        Errc::Input,
        owner + " is " + in_ticks(text) +
            (is_quote ? ", quotes included" : ": no shell has expanded the " + in_ticks(mark)),
        std::move(hint));
}

bool is_quoted_path(const std::optional<std::string> &path)
{
    return path && path->find_first_of("~$\"'") == 0;
}

/// docker's file for whoever has this HOME.
Location docker_location_by_home(const Environment &environment)
{
    const std::string folder =
        environment.docker_config.value_or(join(environment.home, ".docker"));
    return {join(folder, "config.json"), Format::DockerConfig, Role::Docker};
}

} // namespace

std::optional<Error> find_quoted_path(const Environment &environment,
                                      const std::optional<std::string> &explicit_file)
{
    if (is_quoted_path(explicit_file))
        return quoted_path("--authfile", *explicit_file,
                           "use: " +
                               Command("--authfile").path(without_quotes(*explicit_file)).text());
    if (is_quoted_path(environment.home)) // '~' would be that again
        return quoted_path("HOME", environment.home, "set HOME to your home folder");
    struct Variable {
        Literal name;
        const std::optional<std::string> &path;
    };
    const Variable variables[] = {
        {"REGISTRY_AUTH_FILE", environment.auth_file},
        {"DOCKER_CONFIG", environment.docker_config},
        {"XDG_CONFIG_HOME", environment.config_home},
        {"XDG_RUNTIME_DIR", environment.runtime_dir},
        {"CONTAINERS_REGISTRIES_CONF", environment.registries_conf},
        {"CONTAINERS_REGISTRIES_CONF_OVERRIDE", environment.registries_conf_override},
        {"REGISTRIES_CONFIG_PATH", environment.old_registries_conf},
        {"HELM_REGISTRY_CONFIG", environment.helm_file},
        {"HELM_CONFIG_HOME", environment.helm_home}};
    for (const auto &[name, value] : variables)
        if (is_quoted_path(value))
            return quoted_path(std::string(name.text()), *value,
                               Command::that_exports_path(name, without_quotes(*value)).as_hint());
    return std::nullopt;
}

void refuse_quoted_path(const Environment &environment,
                        const std::optional<std::string> &explicit_file)
{
    if (const auto problem = find_quoted_path(environment, explicit_file))
        throw Error(*problem);
}

std::string canonical_path(const std::string &path)
{
    std::string target = resolve_links(path); // which need not exist
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(target, error);
    if (error)
        return target;
    const std::filesystem::path canonical = std::filesystem::weakly_canonical(absolute, error);
    return error ? target : canonical.string();
}

Environment environment_of_process()
{
    Environment process;
    process.uid = ::getuid();
    process.home = environment("HOME").value_or(home_of_account(process.uid));
    process.runtime_dir = environment("XDG_RUNTIME_DIR");
    process.config_home = environment("XDG_CONFIG_HOME");
    process.cache_home = environment("XDG_CACHE_HOME");
    process.docker_config = environment("DOCKER_CONFIG");
    process.auth_file = environment("REGISTRY_AUTH_FILE");
    process.registries_conf = environment("CONTAINERS_REGISTRIES_CONF");
    process.registries_conf_override = environment("CONTAINERS_REGISTRIES_CONF_OVERRIDE");
    process.old_registries_conf = environment("REGISTRIES_CONFIG_PATH");
    const char *const config_home = ::secure_getenv("XDG_CONFIG_HOME");
    process.is_config_home_empty = config_home != nullptr && *config_home == '\0';
    process.helm_file = environment("HELM_REGISTRY_CONFIG");
    process.helm_home = environment("HELM_CONFIG_HOME");
    process.buildx_config = environment("BUILDX_CONFIG");
    struct stat status {};
    process.is_runtime_dir_missing = process.runtime_dir &&
                                     ::stat(process.runtime_dir->c_str(), &status) != 0 &&
                                     errno == ENOENT;
    return process;
}

std::optional<Location> primary_location(const Environment &environment,
                                         const std::optional<std::string> &explicit_file)
{
    if (explicit_file)
        return Location{*explicit_file, Format::AuthJson, Role::Primary};
    if (environment.auth_file)
        return Location{*environment.auth_file, Format::AuthJson, Role::Primary};
    if (environment.docker_config)
        return Location{join(*environment.docker_config, "config.json"), Format::DockerConfig,
                        Role::Primary};
    if (!environment.runtime_dir)
        return Location{"/run/containers/" + std::to_string(environment.uid) + "/auth.json",
                        Format::AuthJson, Role::Primary};
    if (environment.is_runtime_dir_missing)
        return std::nullopt;
    return Location{join(*environment.runtime_dir, "containers/auth.json"), Format::AuthJson,
                    Role::Primary};
}

Location persistent_location(const Environment &environment)
{
    const std::string folder = environment.config_home.value_or(join(environment.home, ".config"));
    return {join(folder, "containers/auth.json"), Format::AuthJson, Role::Persistent};
}

Location docker_location(const Environment &environment)
{
    Environment dockers = environment;
    dockers.home = environment.docker_home.value_or(environment.home);
    return docker_location_by_home(dockers);
}

Location helm_location(const Environment &environment)
{
    if (environment.helm_file)
        return {*environment.helm_file, Format::HelmConfig, Role::Helm};
    const std::string config_home =
        environment.config_home.value_or(join(environment.home, ".config"));
    const std::string folder = environment.helm_home.value_or(join(config_home, "helm"));
    return {join(folder, "registry/config.json"), Format::HelmConfig, Role::Helm};
}

std::vector<Location> ostree_locations()
{
    std::vector<Location> locations;
    for (const char *const folder : {"/run/ostree", "/etc/ostree", "/usr/lib/ostree"})
        locations.push_back({join(folder, "auth.json"), Format::AuthJson, Role::Ostree});
    return locations;
}

std::vector<Location> containers_locations(const Environment &environment,
                                           const std::optional<std::string> &explicit_file)
{
    std::vector<Location> locations;
    const auto add = [&](Location location) {
        const bool is_known =
            std::any_of(locations.begin(), locations.end(),
                        [&](const Location &other) { return other.path == location.path; });
        if (!is_known)
            locations.push_back(std::move(location));
    };
    if (auto primary = primary_location(environment, explicit_file))
        add(std::move(*primary));
    add(persistent_location(environment));
    add(docker_location_by_home(environment));
    add({join(environment.home, ".dockercfg"), Format::LegacyDocker, Role::Legacy});
    return locations;
}

} // namespace cppsecret::authfile
