// SPDX-License-Identifier: MIT
#include "cli/keyring_logins.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/progress_bar.hpp"
#include "keyring/open_keyring.hpp"

#include <set>
#include <utility>

namespace cppsecret::cli {

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
        if (!wanted.contains(key.identity()) || found.contains(key.identity()))
            continue;
        if (auto credential = keyring.get(key))
            found.emplace(key.identity(), std::move(*credential));
    }
    return found;
}

} // namespace

LoginsByIdentity read_keyring(const std::vector<ServerKey> &registries)
{
    if (registries.empty())
        return {};
    const auto keyring = keyring::open_keyring();
    keyring::Listing listing = keyring->list();
    if (listing.incomplete && listing.incomplete->code() == Errc::NoCollection)
        return {}; // the first store makes one
    if (listing.incomplete) {
        // a search for one of them unlocks whatever may hide any of them
        static_cast<void>(keyring->get(registries.front()));
        listing = keyring->list();
    }
    if (listing.incomplete)
        throw Error(*listing.incomplete);
    return fetch(*keyring, listing, registries);
}

LoginsByIdentity glance_at_keyring(const Terminal &terminal,
                                   const std::vector<ServerKey> &registries)
{
    try {
        const auto keyring = keyring::open_keyring();
        const keyring::Listing listing = keyring->list();
        if (!listing.incomplete)
            return fetch(*keyring, listing, registries);
        terminal.warn(listing.incomplete->what(), listing.incomplete->hint());
    } catch (const Error &error) {
        if (!is_keyring_unavailable(error.code()))
            throw;
        terminal.warn(error.what(), error.hint());
    }
    return {};
}

void store_in_keyring(const Terminal &terminal, std::span<const Credential> credentials)
{
    if (credentials.empty())
        return;
    const auto keyring = keyring::open_keyring();
    ProgressBar bar(terminal, credentials.size());
    keyring->store_all(credentials, [&bar](std::size_t place) { bar.show(place + 1); });
}

bool is_same_login(const Credential &a, const Credential &b) noexcept
{
    return a.username == b.username && a.secret.reveal() == b.secret.reveal();
}

bool is_text_for_keyring(std::string_view text) noexcept
{
    return !text.empty() && is_utf8(text) && text.find('\0') == std::string_view::npos;
}

Credential copy_of(const Credential &credential)
{
    return {credential.server, credential.username, SecretString(credential.secret.reveal())};
}

} // namespace cppsecret::cli
