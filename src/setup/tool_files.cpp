// SPDX-License-Identifier: MIT
#include "setup/tool_files.hpp"

#include "authfile/registries/crio_conf.hpp"
#include "credential/registry_name.hpp"

#include <unistd.h>

namespace cppsecret::setup {

std::vector<authfile::Location> containers_files(const authfile::Environment &environment,
                                                 const std::optional<std::string> &auth_file)
{
    std::vector<authfile::Location> files;
    if (!auth_file)
        files.push_back(persistent_location(environment));
    if (const auto primary = primary_location(environment, auth_file))
        files.push_back(*primary);
    return files;
}

std::optional<authfile::Location> own_file_of(machine::Family family,
                                              const authfile::Environment &environment)
{
    using machine::Family;
    if (family == Family::Helm)
        return authfile::helm_location(environment);
    if (family == Family::Crio) {
        std::string path = authfile::crio_auth_file();
        if (!path.empty())
            return authfile::Location{std::move(path), authfile::Format::AuthJson,
                                      authfile::Role::Crio};
    }
    if (family != Family::Ostree)
        return std::nullopt;
    std::vector<authfile::Location> locations = authfile::ostree_locations();
    for (authfile::Location &location : locations)
        if (::access(location.path.c_str(), F_OK) == 0)
            return std::move(location);
    return authfile::Location{"/etc/ostree/auth.json", authfile::Format::AuthJson,
                              authfile::Role::Ostree};
}

std::vector<std::string> docker_helper_keys(const std::string &host, bool has_nerdctl)
{
    std::vector<std::string> keys{docker_key_of(host)};
    // where docker asks by the host, nerdctl asks by the host and the port
    if (has_nerdctl && keys.front() == host && host.find(':') == std::string::npos)
        keys.push_back(host + ":443");
    return keys;
}

} // namespace cppsecret::setup
