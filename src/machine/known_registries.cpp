// SPDX-License-Identifier: MIT
#include "machine/known_registries.hpp"

#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/tool_settings.hpp"

#include <chrono>

namespace cppsecret::machine {

namespace {

constexpr std::chrono::seconds patience(2); // somebody waits at a prompt

void add(std::set<std::string> &hosts, const std::string &server)
{
    const std::string host = ServerKey(server).host();
    if (is_host(host))
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
        const ToolSettings settings;
        for (const authfile::LoadedFile &file : settings.files())
            add_file(hosts, file);
        add_file(hosts, settings.docker_file());
    } catch (const Error &) { // as above
    }
    return hosts;
}

} // namespace cppsecret::machine
