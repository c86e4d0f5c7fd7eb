// SPDX-License-Identifier: MIT
#include "keyring/stored_logins.hpp"

#include <set>
#include <string>

namespace cppsecret::keyring {

Listing list_all_unlocked(Keyring &keyring)
{
    Listing listing = keyring.list();
    if (listing.incomplete && listing.incomplete->code() == Errc::Locked) {
        keyring.unlock();
        listing = keyring.list();
    }
    return listing;
}

Listing list_unlocked(Keyring &keyring)
{
    Listing listing = list_all_unlocked(keyring);
    std::set<std::string> known;
    std::erase_if(listing.logins, [&known](const Login &login) {
        return !known.insert(ServerKey(login.server).identity()).second;
    });
    return listing;
}

} // namespace cppsecret::keyring
