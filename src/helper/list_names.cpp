// SPDX-License-Identifier: MIT
#include "helper/list_names.hpp"

#include "credential/registry_name.hpp"

namespace cppsecret::helper {

namespace {

constexpr const char *https_port = ":443";

/// The names of `logins`, `names_of` giving those to answer with. Where several logins
/// get one name, the user is the one that `get` of that name would return: that of the login
/// stored under the very name, else that of the newest.
template <typename NamesOf>
std::map<std::string, std::string> name_all(const std::vector<keyring::Login> &logins,
                                            NamesOf names_of)
{
    std::map<std::string, std::string> exact;
    std::map<std::string, std::string> names;
    for (const keyring::Login &login : logins)
        for (const std::string &name : names_of(login.server)) {
            if (login.server == name)
                exact.try_emplace(name, login.username);
            names.try_emplace(name, login.username);
        }
    for (const auto &[name, username] : exact)
        names[name] = username;
    return names;
}

} // namespace

std::map<std::string, std::string> names_for_docker(const std::vector<keyring::Login> &logins)
{
    return name_all(logins,
                    [](const std::string &server) { return std::vector{docker_name_of(server)}; });
}

std::map<std::string, std::string> names_for_containers(const std::vector<keyring::Login> &logins)
{
    return name_all(logins, [](const std::string &server) {
        const ServerKey key(server);
        std::vector<std::string> names;
        if (!key.has_path() && !key.is_empty())
            names.push_back(key.host());
        // images may be named with it, and podman --remote sends the logins by their names
        if (!names.empty() && key.spelled_host().ends_with(https_port))
            names.push_back(key.host() + https_port);
        return names;
    });
}

} // namespace cppsecret::helper
