// SPDX-License-Identifier: MIT
#include "keyring/stored_logins.hpp"

#include "keyring/open_keyring.hpp"

#include <set>
#include <string>

namespace cppsecret::keyring {

namespace {

/// A search unlocks whatever may hide what it looks for.
void unlock_all(Keyring &keyring)
{
    try {
        static_cast<void>(keyring.get(ServerKey(docker_hub_host)));
    } catch (const Error &error) {
        if (error.code() != Errc::ProviderFailed) // that one login cannot be read
            throw;
    }
}

} // namespace

Listing list_unlocked()
{
    return list_unlocked(*open_keyring());
}

Listing list_unlocked(Keyring &keyring)
{
    Listing listing = keyring.list();
    if (listing.incomplete && listing.incomplete->code() == Errc::Locked) {
        unlock_all(keyring);
        listing = keyring.list();
    }
    std::set<std::string> known;
    std::erase_if(listing.logins, [&known](const Login &login) {
        return !known.insert(ServerKey(login.server).identity()).second;
    });
    return listing;
}

} // namespace cppsecret::keyring
