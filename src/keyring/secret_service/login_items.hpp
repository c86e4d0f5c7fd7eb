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
    /// there are none, those of the same registry. `on_found` is called once as soon as a search
    /// found something, before that is read. Throws Error(Errc::NoCollection) if nothing is seen
    /// and there is no collection.
    [[nodiscard]] Sight look_for_login(const ServerKey &key, const std::function<void()> &on_found);

    /// Looks for every login of the registries of these keys, under any spelling; where new ones
    /// go is an obstacle if it is locked. Throws Error(Errc::NoCollection) if there is no
    /// collection.
    [[nodiscard]] WideSight look_for_registries(const std::vector<ServerKey> &keys);

    /// The paths of all unlocked items with these attributes (floating, type a{ss}).
    [[nodiscard]] std::set<std::string> paths_with(GVariant *attributes);

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

    [[nodiscard]] Call start_search(GVariant *attributes);
    /// Adds what a search has found.
    void finish_search(const Call &call, Paths &found);
    [[nodiscard]] Paths search(GVariant *attributes);
    /// The items with their attributes, of those that `is_wanted`; without those that are gone
    /// since the search.
    [[nodiscard]] std::vector<Item> read(const Paths &found,
                                         const std::function<bool(const Item &)> &is_wanted);
    /// The same in any order, and what is locked of them or may be one of them.
    [[nodiscard]] Sight look_at(const Paths &found,
                                const std::function<bool(const Item &)> &is_wanted);
    /// Where nothing is in sight all may be locked: Quirk::HidesWhatIsLocked.
    void doubt(Sight &sight);
    void sort_newest_first(std::vector<Item> &items);

    Provider &provider_;
    Collection &collection_;
};

} // namespace cppsecret::keyring
