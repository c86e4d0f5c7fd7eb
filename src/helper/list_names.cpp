// SPDX-License-Identifier: MIT
#include "helper/list_names.hpp"

#include "credential/registry_name.hpp"

namespace cppsecret::helper {

namespace {

/// The names of `logins`, `name_of` giving the one to answer (empty: none). Where several logins
/// get one name, the user is the one that `get` of that name would return: that of the login
/// stored under the very name, else that of the newest.
template <typename NameOf>
std::map<std::string, std::string> name_all(const std::vector<keyring::Login> &logins,
                                            NameOf name_of)
{
    std::map<std::string, std::string> exact;
    std::map<std::string, std::string> names;
    for (const keyring::Login &login : logins) {
        const std::string name = name_of(login.server);
        if (name.empty())
            continue;
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
    return name_all(logins, docker_name_of);
}

std::map<std::string, std::string> names_for_containers(const std::vector<keyring::Login> &logins)
{
    return name_all(logins, [](const std::string &server) {
        const ServerKey key(server);
        return key.has_path() ? std::string() : key.host();
    });
}

} // namespace cppsecret::helper
