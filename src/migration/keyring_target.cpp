// SPDX-License-Identifier: MIT
#include "migration/keyring_target.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "keyring/diagnosis.hpp"
#include "keyring/open_keyring.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cppsecret::migration {

namespace {

/// The secrets of those of `listing` that are wanted.
LoginsByIdentity fetch(keyring::Keyring &keyring, const keyring::Listing &listing,
                       const std::vector<ServerKey> &registries)
{
    std::set<std::string> wanted;
    for (const ServerKey &registry : registries)
        wanted.insert(registry.identity());
    LoginsByIdentity found;
    for (const keyring::Login &login : listing.logins) {
        const ServerKey key(login.server);
        if (!wanted.contains(key.identity()))
            continue;
        if (const auto other = found.find(key.identity()); other != found.end())
            other->second.has_others = true;
        else if (auto credential = keyring.get(key))
            found.emplace(key.identity(), KeyringLogin{std::move(*credential)});
    }
    return found;
}

/// Whether the keyring would ask before it gives a secret: one that is locked may list its logins.
bool is_locked()
{
    return keyring::diagnose().is_locked.value_or(false);
}

const Credential *find(const LoginsByIdentity &logins, const std::string &identity)
{
    const auto found = logins.find(identity);
    return found == logins.end() ? nullptr : &found->second.login;
}

/// What has been done to the login `before`, in whose place `now` is; either may be null, not both.
std::string describe_change(const ServerKey &registry, const Credential *before,
                            const Credential *now)
{
    // not both are null, which the analyzer forgets: NOLINTNEXTLINE(clang-analyzer-core.*)
    const std::string &user = now != nullptr ? now->username : before->username;
    const std::string login = " login for '" + registry.identity() + "' (user '" + user + "') ";
    if (now == nullptr)
        return "erased the" + login + "from the keyring";
    if (before == nullptr)
        return "put a" + login + "into the keyring";
    return "changed the" + login + "in the keyring";
}

} // namespace

LoginsByIdentity read_keyring(const std::vector<ServerKey> &registries)
{
    if (registries.empty())
        return {};
    const auto keyring = keyring::open_keyring();
    const keyring::Keyring::ManyCalls many(*keyring);
    keyring::Listing listing = keyring->list();
    if (listing.incomplete && listing.incomplete->code() == Errc::NoCollection)
        return {}; // the first store makes one
    if (listing.incomplete) {
        keyring->unlock();
        listing = keyring->list();
    }
    if (listing.incomplete)
        throw Error(*listing.incomplete);
    return fetch(*keyring, listing, registries);
}

Glance glance_at_keyring(const std::vector<ServerKey> &registries)
{
    try {
        const auto keyring = keyring::open_keyring();
        const keyring::Keyring::ManyCalls many(*keyring);
        const keyring::Listing listing = keyring->list();
        if (listing.incomplete)
            return {{}, listing.incomplete};
        if (is_locked())
            return {{},
                    Error(Errc::Locked,
                          "the keyring is locked, so that nobody knows whether a login in it would "
                          "be changed",
                          "unlock it and repeat the command; without --dry-run it is asked for")};
        return {fetch(*keyring, listing, registries), std::nullopt};
    } catch (const Error &error) {
        if (!is_keyring_unavailable(error.code()))
            throw;
        return {{}, error};
    }
}

void require_unchanged(const std::vector<ServerKey> &registries, const LoginsByIdentity &seen,
                       std::span<const Credential> to_store)
{
    const LoginsByIdentity there = read_keyring(registries);
    for (const ServerKey &registry : registries) {
        const Credential *before = find(seen, registry.identity());
        const Credential *now = find(there, registry.identity());
        if (before == nullptr && now == nullptr)
            continue;
        if (before != nullptr && now != nullptr && is_same_login(*before, *now))
            continue;
        const auto is_meant = [&](const Credential &login) {
            return ServerKey(login.server).identity() == registry.identity() &&
                   is_same_login(login, *now);
        };
        if (now != nullptr && std::any_of(to_store.begin(), to_store.end(), is_meant))
            continue;
        throw Error(Errc::Failed,
                    one_line("somebody has " + describe_change(registry, before, now) +
                             " meanwhile: nothing was moved"),
                    "see 'cppsecret list', and repeat the command: it looks at the keyring anew");
    }
}

void store_in_keyring(std::span<const Credential> credentials, const Progress &progress)
{
    if (credentials.empty())
        return;
    const auto keyring = keyring::open_keyring();
    keyring->store_all(credentials,
                       [&](std::size_t place) { progress(place + 1, credentials.size()); });
}

Credential copy_of(const Credential &credential)
{
    return {credential.server, credential.username, SecretString(credential.secret.reveal())};
}

} // namespace cppsecret::migration
