// SPDX-License-Identifier: MIT
#include "machine/known_registries.hpp"

#include "authfile/files/loaded_file.hpp"
#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/asked_names.hpp"

#include <chrono>

namespace cppsecret::machine {

namespace {

constexpr std::chrono::seconds patience(2); // somebody waits at a prompt

/// The registries that tools search for so that they come to a login under this key.
void add(std::set<std::string> &hosts, const std::string &key)
{
    for (const Family family : all_families)
        for (const std::string &name : names_for_login(family, key))
            if (const std::string host = name.substr(0, name.find('/')); is_host(host))
                hosts.insert(host);
}

void add_file(std::set<std::string> &hosts, const authfile::LoadedFile &file)
{
    if (!file.document)
        return;
    for (const authfile::AuthEntry &entry : file.document->auths())
        add(hosts, entry.key);
    for (const authfile::HelperEntry &entry : file.document->helpers())
        add(hosts, entry.registry);
}

} // namespace

std::set<std::string> known_registries()
{
    std::set<std::string> hosts;
    try {
        keyring::Settings settings = keyring::settings_from_environment();
        settings.timeout = settings.timeout.value_or(patience);
        for (const keyring::Login &login : keyring::open_keyring(settings)->list().logins)
            add(hosts, login.server);
    } catch (const Error &) { // no keyring, no hosts of it
    }
    try {
        const authfile::Environment environment = environment_of_tools();
        for (const authfile::Location &location : authfile::containers_locations(environment))
            add_file(hosts, load_file(location));
        add_file(hosts, load_file(authfile::docker_location(environment)));
        add_file(hosts, load_file(authfile::helm_location(environment)));
    } catch (const Error &) { // as above
    }
    return hosts;
}

} // namespace cppsecret::machine
