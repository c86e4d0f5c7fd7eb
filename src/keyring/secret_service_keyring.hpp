// SPDX-License-Identifier: MIT
// The desktop keyring: gnome-keyring, KeePassXC, KWallet, by the freedesktop Secret Service.
#pragma once

#include "keyring/collection.hpp"
#include "keyring/item.hpp"
#include "keyring/keyring.hpp"
#include "keyring/login_items.hpp"
#include "keyring/provider.hpp"
#include "keyring/secrets.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// Logins as items of the Secret Service. What is locked is unlocked with the provider's own
/// prompt, except by list(). Changes hold a lock that all processes of the person share.
class SecretServiceKeyring : public Keyring {
public:
    /// Connects to the session bus and finds the provider.
    /// Throws Error with NoBus, NoProvider or TimedOut.
    SecretServiceKeyring(const std::string &bus_address, const Settings &settings);

    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override;
    void erase(const ServerKey &key) override;
    [[nodiscard]] Listing list() override;
    [[nodiscard]] Listing list_with_times() override;

private:
    [[nodiscard]] Listing list(bool with_times);
    [[nodiscard]] Listing listing_of(std::vector<Item> items);
    [[nodiscard]] Sight look_for_spelling(const ServerKey &key);
    /// The logins that may answer `get`, unlocking what stands in the way.
    [[nodiscard]] std::vector<Item> find_for_get(const ServerKey &key);
    /// Every login of these registries (identities), after unlocking all that may hide one.
    [[nodiscard]] std::map<std::string, std::vector<Item>>
    find_all(const std::set<std::string> &identities);

    /// Stores the only login of a registry in the place of `items`, those that it has now. They
    /// become the one that is left.
    void replace(std::vector<Item> &items, const Credential &credential);
    /// Stores in an item that is there. Puts the old secret back if it fails.
    void update(const Item &item, const SecretString &secret);
    /// Stores in a new item and returns that. Leaves no item if it fails.
    [[nodiscard]] Item create(const Credential &credential);
    /// Makes the item; its secret is not proven yet. Returns its object path.
    [[nodiscard]] std::string create_item(const Credential &credential);
    void remove(const std::string &item_path);
    void remove_all(const std::vector<Item> &items);

    Provider provider_;
    Collection collection_;
    LoginItems login_items_;
    Secrets secrets_;
};

} // namespace cppsecret::keyring
