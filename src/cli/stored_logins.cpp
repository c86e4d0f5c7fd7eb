// SPDX-License-Identifier: MIT
#include "cli/stored_logins.hpp"

#include "keyring/open_keyring.hpp"

#include <set>
#include <string>
#include <utility>

namespace cppsecret::cli {

keyring::Listing list_unlocked()
{
    return list_unlocked(*keyring::open_keyring());
}

keyring::Listing list_unlocked(keyring::Keyring &keyring)
{
    keyring::Listing listing = keyring.list();
    if (listing.incomplete && listing.incomplete->code() == Errc::Locked) {
        // a search unlocks whatever may hide what it looks for
        static_cast<void>(keyring.get(ServerKey(docker_hub_host)));
        listing = keyring.list();
    }
    std::set<std::string> known;
    std::erase_if(listing.logins, [&known](const keyring::Login &login) {
        return !known.insert(ServerKey(login.server).identity()).second;
    });
    return listing;
}

} // namespace cppsecret::cli
