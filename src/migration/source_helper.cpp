// SPDX-License-Identifier: MIT
#include "migration/source_helper.hpp"

#include "base/command.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "credential/storable.hpp"
#include "json/protocol_texts.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/tool.hpp"
#include "machine/model/tool_settings.hpp"
#include "migration/keyring_target.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace cppsecret::migration {

std::string host_of(const Credential &login)
{
    const ServerKey key(login.server);
    const std::string registry = key.registry();
    return registry.empty() ? key.host() : registry;
}

Hosts asked_hosts(const SourceLogin &source)
{
    Hosts hosts{host_of(source.login)};
    for (const std::string &key : source.keys)
        if (const ServerKey server(key); server.kind() == KeyKind::Registry)
            hosts.insert(server.spelled_host());
    return hosts;
}

std::optional<SourceHelper> SourceHelper::parse(std::string name)
{
    const std::string prefix(json::helper_prefix);
    if (name.starts_with(prefix))
        name.erase(0, prefix.size());
    if (name.empty() || name.find('/') != std::string::npos)
        return std::nullopt;
    return SourceHelper(name);
}

bool SourceHelper::shares_our_items() const
{
    return machine::shares_our_keyring(name_);
}

void SourceHelper::refuse_generator() const
{
    constexpr std::array<std::string_view, 5> generators{"ecr-login", "gcloud", "gcr", "acr-env",
                                                         "acr-linux"};
    if (std::find(generators.begin(), generators.end(), name_) != generators.end())
        throw Error(Errc::Failed,
                    "'" + name_ + "' makes a login anew whenever it is asked, and keeps none",
                    "leave its registries to it");
}

Credential SourceHelper::get(const std::string &key) const
{
    auto login = client_.get(key);
    if (!login || !is_storable(*login))
        throw Error(Errc::Input,
                    "'" + program() + "' lists '" + one_line(key) +
                        "', and gives no login for it that a keyring can hold",
                    "log in to it once more, or out of it");
    return std::move(*login);
}

Error SourceHelper::two_logins(const Credential &a, const Credential &b) const
{
    const std::string logins = a.username == b.username
                                   ? "two different secrets of '" + a.username + "', under '" +
                                         a.server + "' and under '" + b.server + "'"
                                   : "the login of '" + a.username + "' under '" + a.server +
                                         "' and that of '" + b.username + "' under '" + b.server +
                                         "'";
    return Error(Errc::Failed,
                 one_line("'" + program() + "' has " + logins +
                          ": they are one registry, and the keyring keeps one login for it"),
                 "take out the one that is wrong, for example the first: " +
                     Command::that_prints(a.server)
                         .piped_into(Command::of_program(program(), "erase"))
                         .text());
}

std::vector<SourceLogin> SourceHelper::fetch(const Hosts &hosts, const Progress &progress) const
{
    std::vector<SourceLogin> logins;
    std::map<std::string, std::size_t> places; // by identity
    Hosts absent = hosts;
    const auto users = client_.list();
    std::size_t done = 0;
    for (const auto &[key, user] : users) {
        progress(++done, users.size());
        const std::string host = host_of({key, user, {}});
        if (!hosts.empty() && !hosts.contains(host))
            continue;
        absent.erase(host);
        Credential login = get(key);
        const auto [place, is_new] = places.try_emplace(ServerKey(key).identity(), logins.size());
        if (is_new) {
            logins.push_back({std::move(login), {key}});
            continue;
        }
        SourceLogin &other = logins[place->second];
        if (!is_same_login(other.login, login))
            throw two_logins(other.login, login);
        other.keys.push_back(key);
        if (key == docker_key_of(host))
            other.login.server = key;
    }
    if (!absent.empty())
        throw Error(Errc::NotFound,
                    "'" + program() + "' has no login for '" + *absent.begin() + "'");
    return logins;
}

/// Only what has been stored is erased: the helper may have been given another login since.
bool SourceHelper::still_has(const Credential &login, const std::string &key) const
{
    const auto now = client_.get(key);
    // pass answers with an empty login where it has none
    if (!now || now->secret.empty())
        return false;
    if (!is_same_login(*now, login))
        throw Error(Errc::Failed,
                    "the login for '" + one_line(key) + "' in '" + program() +
                        "' has been changed by somebody meanwhile: it was not erased there",
                    "this moves it: " + Command("cppsecret migrate --force")
                                            .option("--from", name_)
                                            .operand(host_of(login))
                                            .text());
    return true;
}

bool SourceHelper::erase_moved(const std::vector<SourceLogin> &logins,
                               const Progress &progress) const
{
    const auto keyring = keyring::open_keyring();
    const keyring::Keyring::ManyCalls many(*keyring);
    const auto is_there = [&keyring](const Credential &login) {
        const auto found = keyring->get(ServerKey(login.server));
        return found && is_same_login(*found, login);
    };
    std::size_t done = 0;
    for (const auto &[login, keys] : logins) {
        if (!is_there(login))
            throw Error(Errc::ProviderFailed,
                        "the keyring has lost the login for '" + one_line(login.server) +
                            "': it was not erased in '" + program() + "'",
                        "repeat the command");
        for (const std::string &key : keys) {
            if (!still_has(login, key))
                continue; // with another key of the registry
            client_.erase(key);
            if (!is_there(login)) {
                keyring->store(login);
                return false;
            }
            if (still_has(login, key))
                throw Error(Errc::ProviderFailed, "'" + program() + "' still has the login for '" +
                                                      one_line(key) +
                                                      "' after it was told to erase it");
        }
        progress(++done, logins.size());
    }
    return true;
}

} // namespace cppsecret::migration
