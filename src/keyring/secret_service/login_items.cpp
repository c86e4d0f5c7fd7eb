// SPDX-License-Identifier: MIT
#include "keyring/secret_service/login_items.hpp"

#include "base/error.hpp"
#include "keyring/secret_service/in_flight.hpp"
#include "keyring/secret_service/replies.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace cppsecret::keyring {

namespace {

std::string identity_of(const Item &item)
{
    return ServerKey(item.server).identity();
}

std::set<std::string> paths_of(const std::map<std::string, bool> &found)
{
    std::set<std::string> paths;
    for (const auto &[path, is_locked] : found)
        paths.insert(path);
    return paths;
}

/// What is in sight may be nothing since all is locked: Quirk::HidesWhatIsLocked.
bool is_nothing(const Sight &sight)
{
    return sight.items.empty() && sight.obstacles.empty();
}

} // namespace

Call LoginItems::start_search(GVariant *attributes)
{
    return provider_.start(service_path, service_interface, "SearchItems",
                           g_variant_new("(@a{ss})", attributes), "(aoao)");
}

void LoginItems::finish_search(const Call &call, Paths &found)
{
    const glibpp::VariantPtr reply = provider_.finish(call);
    for (const auto &[path, is_locked] : found_items(reply.get()))
        if (collection_.admits(path))
            found.emplace(path, is_locked);
}

std::vector<Item> LoginItems::read(const Paths &found,
                                   const std::function<bool(const Item &)> &is_wanted,
                                   const std::function<void()> &meanwhile)
{
    std::vector<Item> items;
    const auto start = [this](const Paths::value_type &one) {
        return provider_.start_property(one.first, item_interface, "Attributes");
    };
    const auto finish = [&](const Paths::value_type &one, const Call &call) {
        try {
            const glibpp::VariantPtr attributes = provider_.finish_property(call, "a{ss}");
            Item item = item_from_attributes(one.first, attributes.get());
            item.is_locked = one.second;
            if (is_wanted(item))
                items.push_back(std::move(item));
        } catch (const Error &error) {
            if (error.code() != Errc::NotFound) // erased by somebody since the search
                throw;
        }
    };
    in_flight(found, start, finish, meanwhile);
    return items;
}

Sight LoginItems::look_at(const Paths &found, const std::function<bool(const Item &)> &is_wanted,
                          const std::function<void()> &meanwhile)
{
    std::set<std::string> locked;
    Sight sight;
    const auto look = [&](const Item &item) {
        const bool is_one = is_wanted(item);
        if (item.is_hidden()) // one prompt shows all that is in a collection
            locked.insert(collection_of(item.path));
        else if (is_one && item.is_locked) // Quirk::LocksSingleItems
            locked.insert(item.path);
        return is_one;
    };
    sight.items = read(found, look, meanwhile);
    sight.obstacles.assign(locked.begin(), locked.end());
    return sight;
}

void LoginItems::read_times(std::vector<Item> &items)
{
    std::set<std::string> gone;
    std::vector<Item *> unread;
    for (Item &item : items)
        if (!item.modified)
            unread.push_back(&item);
    const auto start = [this](const Item *item) {
        return provider_.start_property(item->path, item_interface, "Modified");
    };
    in_flight(unread, start, [&](Item *item, const Call &call) {
        try {
            item->modified = g_variant_get_uint64(provider_.finish_property(call, "t").get());
        } catch (const Error &error) {
            if (error.code() != Errc::NotFound) // erased by somebody since the search
                throw;
            gone.insert(item->path);
        }
    });
    if (!gone.empty())
        std::erase_if(items, [&gone](const Item &item) { return gone.contains(item.path); });
}

void LoginItems::sort_newest_first(std::vector<Item> &items)
{
    if (items.size() < 2)
        return;
    read_times(items);
    // Quirk::CountsWholeSeconds: of two in one second, the path with the higher number is the
    // later one
    std::sort(items.begin(), items.end(), [](const Item &a, const Item &b) {
        return std::forward_as_tuple(a.modified, a.path.size(), a.path) >
               std::forward_as_tuple(b.modified, b.path.size(), b.path);
    });
}

std::vector<glibpp::VariantPtr> LoginItems::searches_for(const std::set<std::string> &identities,
                                                         const std::set<std::string> &servers)
{
    std::vector<glibpp::VariantPtr> searches;
    searches.reserve(identities.size() + servers.size());
    for (const std::string &identity : identities)
        searches.push_back(glibpp::own(attributes_of_registry(identity)));
    for (const std::string &server : servers)
        searches.push_back(glibpp::own(attributes_of_server(server)));
    return searches;
}

LoginItems::Paths LoginItems::search_for(GVariant *attributes)
{
    Paths found;
    finish_search(start_search(attributes), found);
    return found;
}

LoginItems::Paths LoginItems::search_all(const std::vector<glibpp::VariantPtr> &searches,
                                         const std::function<void()> &meanwhile)
{
    Paths found;
    in_flight(
        searches,
        [this](const glibpp::VariantPtr &attributes) { return start_search(attributes.get()); },
        [&](const glibpp::VariantPtr &, const Call &call) { finish_search(call, found); },
        meanwhile);
    return found;
}

Sight LoginItems::look_for_login(const ServerKey &key, const std::function<void()> &meanwhile)
{
    // the search names no schema, and a provider may match loosely
    Sight sight = look_at(
        search_for(attributes_of_server(key.as_given())),
        [&key](const Item &item) { return item.is_login && item.server == key.as_given(); },
        meanwhile);
    if (!is_nothing(sight)) {
        sort_newest_first(sight.items);
        return sight;
    }
    const Call is_locked = collection_.start_to_look_for_lock();
    const std::vector<std::string> spellings = spellings_of_clients(key);
    std::set<std::string> others(spellings.begin(), spellings.end());
    others.erase(key.as_given());
    sight = look_at(
        search_all(searches_for({key.identity()}, others)),
        [&key](const Item &item) { return item.is_login && ServerKey(item.server) == key; },
        meanwhile);
    sort_newest_first(sight.items);
    if (is_nothing(sight) && collection_.finish_look_for_lock(is_locked))
        sight.obstacles.push_back(collection_.path());
    return sight;
}

WideSight LoginItems::look_for_registries(const std::vector<ServerKey> &keys,
                                          const std::function<void()> &meanwhile)
{
    std::set<std::string> identities;
    std::set<std::string> servers;
    for (const ServerKey &key : keys) {
        identities.insert(key.identity());
        servers.insert(key.as_given());
        for (std::string &server : spellings_of_clients(key))
            servers.insert(std::move(server));
    }
    const Call locked = collection_.start_to_look_for_lock();
    const Paths found = search_all(searches_for(identities, servers), meanwhile);
    Sight all = look_at(found, [&identities](const Item &item) {
        return item.is_login && identities.contains(identity_of(item));
    });
    WideSight wide{{}, std::move(all.obstacles), paths_of(found)};
    if (collection_.finish_look_for_lock(locked))
        wide.obstacles.push_back(collection_.path());
    for (Item &item : all.items)
        wide.items[identity_of(item)].push_back(std::move(item));
    for (auto &[identity, items] : wide.items)
        sort_newest_first(items);
    return wide;
}

std::set<std::string> LoginItems::finish_search_for_unlocked(const Call &call)
{
    Paths found;
    finish_search(call, found);
    std::erase_if(found, [](const auto &one) { return one.second; });
    return paths_of(found);
}

Sight LoginItems::look_for_accounts(const std::string &name,
                                    const std::function<bool(const Item &)> &is_wanted)
{
    Sight sight = look_at(
        search_for(name.empty() ? attributes_of_any_account() : attributes_of_account(name)),
        [&](const Item &item) { return !item.account.empty() && is_wanted(item); });
    sort_newest_first(sight.items);
    if (is_nothing(sight) && collection_.is_locked())
        sight.obstacles.push_back(collection_.path());
    return sight;
}

std::vector<std::string> LoginItems::locked_collections()
{
    const std::array searches{start_search(attributes_of_any_login()),
                              start_search(attributes_of_any_account())};
    Paths found;
    for (const Call &search : searches)
        finish_search(search, found);
    std::set<std::string> collections;
    for (const auto &[path, is_locked] : found)
        if (is_locked)
            collections.insert(collection_of(path));
    if (collections.empty()) // Quirk::HidesWhatIsLocked
        collections.insert(collection_.path());
    // Quirk::LocksSingleItems: in one that is open
    std::erase_if(collections,
                  [this](const std::string &path) { return !collection_.is_locked(path); });
    return {collections.begin(), collections.end()};
}

std::vector<Item> LoginItems::look_for_all()
{
    std::map<std::string, std::vector<Item>> registries;
    std::vector<Item> items;
    const auto may_be_login = [](const Item &item) { return item.is_login || item.is_hidden(); };
    for (Item &item : read(search_for(attributes_of_any_login()), may_be_login)) {
        if (item.is_login)
            registries[identity_of(item)].push_back(std::move(item));
        else
            items.push_back(std::move(item));
    }
    for (auto &[registry, logins] : registries) {
        sort_newest_first(logins);
        std::move(logins.begin(), logins.end(), std::back_inserter(items));
    }
    return items;
}

} // namespace cppsecret::keyring
