// SPDX-License-Identifier: MIT
#include "authfile/locations.hpp"

#include "base/atomic_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::authfile {

namespace {

std::optional<std::string> variable(const char *name)
{
    const char *value = ::secure_getenv(name);
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    return value;
}

/// `folder` and what is below it, with one slash between.
std::string join(std::string folder, const std::string &below)
{
    while (folder.size() > 1 && folder.ends_with('/'))
        folder.pop_back();
    return folder == "/" ? folder + below : folder + "/" + below;
}

} // namespace

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

std::string home_of_account(uid_t uid)
{
    std::array<char, 16384> buffer{};
    struct passwd account {};
    struct passwd *found = nullptr;
    if (::getpwuid_r(uid, &account, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return "/";
    return account.pw_dir;
}

Environment environment_of_process()
{
    Environment environment;
    environment.uid = ::getuid();
    environment.home = variable("HOME").value_or(home_of_account(environment.uid));
    environment.runtime_dir = variable("XDG_RUNTIME_DIR");
    environment.config_home = variable("XDG_CONFIG_HOME");
    environment.cache_home = variable("XDG_CACHE_HOME");
    environment.docker_config = variable("DOCKER_CONFIG");
    environment.auth_file = variable("REGISTRY_AUTH_FILE");
    environment.registries_conf = variable("CONTAINERS_REGISTRIES_CONF");
    struct stat status {};
    environment.is_runtime_dir_missing = environment.runtime_dir &&
                                         ::stat(environment.runtime_dir->c_str(), &status) != 0 &&
                                         errno == ENOENT;
    return environment;
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
    const std::string folder =
        environment.docker_config.value_or(join(environment.home, ".docker"));
    return {join(folder, "config.json"), Format::DockerConfig, Role::Docker};
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
    add(docker_location(environment));
    add({join(environment.home, ".dockercfg"), Format::LegacyDocker, Role::Legacy});
    return locations;
}

} // namespace cppsecret::authfile
