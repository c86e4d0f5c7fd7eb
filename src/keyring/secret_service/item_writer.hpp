// SPDX-License-Identifier: MIT
// Makes, changes and removes items, each proven by another look at the provider.
#pragma once

#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/item.hpp"
#include "keyring/secret_service/login_items.hpp"
#include "keyring/secret_service/provider.hpp"
#include "keyring/secret_service/secrets.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// An item to be made.
struct NewItem {
    std::function<GVariant *()> properties; ///< all of them, floating, type a{sv}; one for each try
    Item place;                             ///< what they say of it; it has no path yet
    const std::set<std::string> &before;    ///< what was there: the paths that searches found
    const SecretString &secret;
};

/// Whoever calls it holds the lock for changes. Members throw as Provider and the prompts do, and
/// Error(Errc::ProviderFailed) for what the proof finds. All that is given to it must outlive it.
class ItemWriter {
public:
    ItemWriter(Provider &provider, Collection &collection, LoginItems &login_items,
               Secrets &secrets)
        : provider_(provider), collection_(collection), login_items_(login_items), secrets_(secrets)
    {
    }

    /// Gives an item that is there another secret. Puts the old one back if the provider does not
    /// keep it; after a time-out or with the keyring locked meanwhile either may be there.
    void update(const Item &item, const SecretString &secret);
    /// Gives a login the attribute by which it is found under any spelling, if it has none. Where
    /// the provider refuses it stays as it is.
    void mark(const Item &item);
    /// Makes an item and returns its object path. Removes it if the provider does not keep the
    /// secret; after a time-out one may be left whose secret is not proven.
    /// Touches no item but its own, whatever others make meanwhile.
    [[nodiscard]] std::string create(const NewItem &item);
    /// Removes the items, all logins or all accounts, and looks whether they are gone.
    void remove_all(const std::vector<Item> &items);

private:
    /// What came of a request to make an item: one of them is "/".
    struct Reply {
        std::string path;   ///< that of the item
        std::string prompt; ///< that of what a person is to be asked first
    };

    [[nodiscard]] Reply ask_for(const NewItem &item);
    /// Makes the item, beside those that were there before; its secret is not proven yet. Returns
    /// its object path.
    [[nodiscard]] std::string make_item(const NewItem &item);
    /// The item that a request has made although it failed, if it has.
    [[nodiscard]] std::optional<std::string> find_made(const NewItem &item);
    /// False if the provider refuses.
    [[nodiscard]] bool set_attributes(const std::string &path, GVariant *attributes);
    [[nodiscard]] glibpp::VariantPtr attributes_at(const std::string &path);
    /// True if there is an item at `path` and it has just these attributes: another client, which
    /// takes no lock, may have made one for the same server meanwhile.
    [[nodiscard]] bool is_at(const std::string &path, const Item &place);
    [[nodiscard]] Call start_to_remove(const std::string &item_path);
    /// True if it was gone at once, without a prompt.
    bool finish_to_remove(const Call &call);
    void remove(const std::string &item_path);

    Provider &provider_;
    Collection &collection_;
    LoginItems &login_items_;
    Secrets &secrets_;
};

} // namespace cppsecret::keyring
