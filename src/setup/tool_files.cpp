// SPDX-License-Identifier: MIT
#include "setup/tool_files.hpp"

#include "credential/registry_name.hpp"

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

std::vector<std::string> docker_helper_keys(const std::string &host, bool has_nerdctl)
{
    std::vector<std::string> keys{docker_key_of(host)};
    // where docker asks by the host, nerdctl asks by the host and the port
    if (has_nerdctl && keys.front() == host && host.find(':') == std::string::npos)
        keys.push_back(host + ":443");
    return keys;
}

} // namespace cppsecret::setup
