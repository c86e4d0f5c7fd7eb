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

/// What one look for a registry, or for accounts, saw.
struct Sight {
    std::vector<Item> items;            ///< locked ones too; the one modified last first
    std::vector<std::string> obstacles; ///< locked objects that are, or may hide, such items
};

/// What one look for several registries saw.
struct WideSight {
    std::map<std::string, std::vector<Item>> items; ///< by identity, as those of a Sight
    std::vector<std::string> obstacles;             ///< as those of a Sight
    std::set<std::string> paths; ///< of all that the searches found, also of what is no login
};

/// Searches of items, in the collection that was asked for, else in all. How many calls a look for
/// a registry makes does not depend on how many logins there are: it searches for our attribute and
/// for the spellings of clients, all of them together. Nothing here unlocks or asks a person.
/// Members throw as Provider does, and Error(Errc::NoCollection) where CPPSECRET_COLLECTION names
/// none that there is. What is given to it must outlive it.
class LoginItems {
public:
    LoginItems(Provider &provider, Collection &collection)
        : provider_(provider), collection_(collection)
    {
    }

    /// Looks for the logins that may answer for `key`: those stored under this very spelling; if
    /// there are none, those of the same registry. `meanwhile` is called while the provider tells
    /// more of what a search found, if one did. Throws Error(Errc::NoCollection) if nothing is seen
    /// and there is no collection.
    [[nodiscard]] Sight look_for_login(const ServerKey &key,
                                       const std::function<void()> &meanwhile);

    /// Looks for every login of the registries of these keys, under any spelling; where new ones
    /// go is an obstacle if it is locked. `meanwhile` is called once, while the provider searches.
    /// Throws Error(Errc::NoCollection) if there is no collection.
    [[nodiscard]] WideSight look_for_registries(const std::vector<ServerKey> &keys,
                                                const std::function<void()> &meanwhile);

    /// Starts to search for the items with these attributes (type a{ss}, may be floating).
    [[nodiscard]] Call start_search(GVariant *attributes);
    /// The paths of all unlocked ones.
    [[nodiscard]] std::set<std::string> finish_search_for_unlocked(const Call &call);
    /// Both.
    [[nodiscard]] std::set<std::string> paths_with(GVariant *attributes)
    {
        return finish_search_for_unlocked(start_search(attributes));
    }

    /// Looks for the saved accounts `name`, those of any name if it is empty, that `is_wanted`.
    /// Throws Error(Errc::NoCollection) if nothing is seen and there is no collection.
    [[nodiscard]] Sight look_for_accounts(const std::string &name,
                                          const std::function<bool(const Item &)> &is_wanted);

    /// All items that may be logins, hidden ones included; those of one registry stand together,
    /// the one modified last first.
    [[nodiscard]] std::vector<Item> look_for_all();

    /// Every locked collection that shows logins or accounts; if none does, the one for new ones if
    /// that is locked, and may hide some. Throws Error(Errc::NoCollection) if there is none.
    [[nodiscard]] std::vector<std::string> locked_collections();

    /// Reads when each item was modified last; items that are gone meanwhile are taken out.
    void read_times(std::vector<Item> &items);

private:
    /// The object paths that searches found, and whether each is locked.
    using Paths = std::map<std::string, bool>;

    /// Adds what a search has found.
    void finish_search(const Call &call, Paths &found);
    [[nodiscard]] Paths search_for(GVariant *attributes);
    /// For our attribute, and for items without it.
    [[nodiscard]] static std::vector<glibpp::VariantPtr>
    searches_for(const std::set<std::string> &identities, const std::set<std::string> &servers);
    /// Makes all the searches; `meanwhile` is called once, while the provider searches.
    [[nodiscard]] Paths search_all(
        const std::vector<glibpp::VariantPtr> &searches,
        const std::function<void()> &meanwhile = [] {});
    /// The items with their attributes, of those that `is_wanted`; without those that are gone
    /// since the search. `meanwhile` as before, if there is anything to read.
    [[nodiscard]] std::vector<Item> read(
        const Paths &found, const std::function<bool(const Item &)> &is_wanted,
        const std::function<void()> &meanwhile = [] {});
    /// The same in any order, and what is locked of them or may be one of them.
    [[nodiscard]] Sight look_at(
        const Paths &found, const std::function<bool(const Item &)> &is_wanted,
        const std::function<void()> &meanwhile = [] {});
    void sort_newest_first(std::vector<Item> &items);

    Provider &provider_;
    Collection &collection_;
};

} // namespace cppsecret::keyring
