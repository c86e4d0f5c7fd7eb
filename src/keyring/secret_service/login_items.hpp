// SPDX-License-Identifier: MIT
// Finds the items that are logins.
#pragma once

#include "credential/server_key.hpp"
#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/item.hpp"
#include "keyring/secret_service/provider.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// What one look for a registry saw.
struct Sight {
    std::vector<Item> items;            ///< its logins, the one modified last first
    std::vector<std::string> obstacles; ///< locked objects that are, or may hide, such logins
};

/// What one look for several registries saw.
struct WideSight {
    std::map<std::string, std::vector<Item>> items; ///< by identity, as those of a Sight
    std::vector<std::string> obstacles;             ///< as those of a Sight
};

/// Searches of items, in the collection that was asked for, else in all. Nothing here unlocks or
/// asks a person. Members throw as Provider does, and Error(Errc::NoCollection) where
/// CPPSECRET_COLLECTION names none that there is. What is given to it must outlive it.
class LoginItems {
public:
    LoginItems(Provider &provider, Collection &collection)
        : provider_(provider), collection_(collection)
    {
    }

    /// Starts to search for the logins stored under exactly this spelling.
    [[nodiscard]] Call start_look_for_spelling(const std::string &server);
    /// Waits for them; every locked object that the search names is an obstacle.
    [[nodiscard]] Sight finish_look_for_spelling(const Call &call, const std::string &server);

    /// The paths of all unlocked items with these attributes (floating, type a{ss}).
    [[nodiscard]] std::vector<std::string> paths_with(GVariant *attributes);

    /// Looks for the saved accounts that `is_wanted`.
    /// Throws Error(Errc::NoCollection) if nothing is seen and there is no collection.
    [[nodiscard]] Sight look_for_accounts(const std::function<bool(const Item &)> &is_wanted);

    /// Looks for the logins of a registry under any spelling.
    /// Throws Error(Errc::NoCollection) if nothing is seen and there is no collection.
    [[nodiscard]] Sight look_for_registry(const ServerKey &key);
    /// The same for all registries with these identities (ServerKey), in one look.
    [[nodiscard]] WideSight look_for_registries(const std::set<std::string> &identities);

    /// All items that may be logins, hidden ones included; those of one registry stand together,
    /// the one modified last first.
    [[nodiscard]] std::vector<Item> look_for_all();

    /// Every locked collection that shows logins or accounts; if none does, the one for new ones if
    /// that is locked, and may hide some. Throws Error(Errc::NoCollection) if there is none.
    [[nodiscard]] std::vector<std::string> locked_collections();

    /// Reads when each item was modified last; items that are gone meanwhile are taken out.
    void read_times(std::vector<Item> &items);

private:
    /// The object paths that a search found.
    struct Found {
        std::vector<std::string> unlocked;
        std::vector<std::string> locked;
    };

    [[nodiscard]] Call start_search(GVariant *attributes);
    [[nodiscard]] Found finish_search(const Call &call);
    /// The items with their attributes, of those that `is_wanted`; without those that are gone
    /// since the search.
    [[nodiscard]] std::vector<Item> read(const Found &found,
                                         const std::function<bool(const Item &)> &is_wanted);
    void sort_newest_first(std::vector<Item> &items);

    Provider &provider_;
    Collection &collection_;
};

} // namespace cppsecret::keyring
