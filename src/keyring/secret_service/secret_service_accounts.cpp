// SPDX-License-Identifier: MIT
// The saved accounts of the Secret Service.
#include "keyring/secret_service/change_lock.hpp"
#include "keyring/secret_service/prompter.hpp"
#include "keyring/secret_service/secret_service_keyring.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace cppsecret::keyring {

namespace {

Error hidden_accounts()
{
    return Error(Errc::Locked, "the keyring is locked, so that its accounts cannot be listed",
                 "unlock it from the desktop and repeat the command");
}

} // namespace

std::vector<Item> SecretServiceKeyring::find_accounts(const ServerKey &key, const std::string &name)
{
    const auto is_wanted = [&](const Item &item) {
        return item.account == name && ServerKey(item.server) == key;
    };
    Sight sight = login_items_.look_for_accounts(name, is_wanted);
    if (!sight.obstacles.empty()) {
        keyring::unlock(provider_, sight.obstacles);
        sight = login_items_.look_for_accounts(name, is_wanted);
    }
    return std::move(sight.items);
}

bool SecretServiceKeyring::has_account(const ServerKey &key, const std::string &name)
{
    const OneCall call(*this);
    if (collection_.blocks_searches())
        collection_.unlock();
    for (int look = 1;; ++look) {
        const unsigned gone = provider_.objects_gone();
        if (!find_accounts(key, name).empty())
            return true;
        if (!must_look_again(look, gone))
            return false;
    }
}

std::optional<Credential> SecretServiceKeyring::get_account(const ServerKey &key,
                                                            const std::string &name)
{
    const OneCall call(*this);
    if (collection_.blocks_searches())
        collection_.unlock();
    return read_first([&] { return find_accounts(key, name); });
}

void SecretServiceKeyring::store_account(const std::string &name, const Credential &credential)
{
    const OneCall call(*this);
    collection_.create_if_missing();
    collection_.unlock(); // a prompt may take long: before the lock
    const FileLock lock = lock_for_change(provider_.loop().deadline());
    std::vector<Item> others = find_accounts(ServerKey(credential.server), name);
    const auto same = std::find_if(others.begin(), others.end(), [&](const Item &item) {
        return item.server == credential.server && item.username == credential.username;
    });
    if (same != others.end()) {
        items_.update(*same, credential.secret);
        others.erase(same);
    } else {
        const Item place{{}, credential.server, credential.username, false, name};
        const std::set<std::string> before = login_items_.paths_with(attributes_of_account(name));
        static_cast<void>(
            items_.create({[&] { return properties_of_new_account(name, credential); }, place,
                           before, credential.secret}));
    }
    items_.remove_all(others);
}

bool SecretServiceKeyring::erase_account(const ServerKey &key, const std::string &name)
{
    const OneCall call(*this);
    collection_.unlock(); // a prompt may take long: before the lock
    const FileLock lock = lock_for_change(provider_.loop().deadline());
    const std::vector<Item> items = find_accounts(key, name);
    items_.remove_all(items);
    return !items.empty();
}

AccountListing SecretServiceKeyring::accounts()
{
    const OneCall call(*this);
    if (collection_.blocks_searches())
        return {{}, hidden_accounts()};
    AccountListing listing;
    try {
        Sight sight = login_items_.look_for_accounts({}, [](const Item &) { return true; });
        for (Item &item : sight.items)
            listing.accounts.push_back(
                {std::move(item.account), {std::move(item.server), std::move(item.username)}});
        if (std::any_of(sight.obstacles.begin(), sight.obstacles.end(), is_collection_path))
            listing.incomplete = hidden_accounts();
    } catch (const Error &error) {
        if (error.code() != Errc::NoCollection)
            throw;
        listing.incomplete = error;
    }
    return listing;
}

} // namespace cppsecret::keyring
