// SPDX-License-Identifier: MIT
#include "keyring/secret_service/login_items.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace cppsecret::keyring {

namespace {

/// How many calls are under way at once: enough to keep the provider busy, few enough that a
/// keyring of thousands of logins does not fill our memory with messages.
constexpr std::size_t calls_in_flight = 64;

std::string identity_of(const Item &item)
{
    return ServerKey(item.server).identity();
}

} // namespace

Call LoginItems::start_search(GVariant *attributes)
{
    return provider_.start(service_path, service_interface, "SearchItems",
                           g_variant_new("(@a{ss})", attributes), "(aoao)");
}

LoginItems::Found LoginItems::finish_search(const Call &call)
{
    const glibpp::VariantPtr reply = provider_.finish(call);
    const glibpp::VariantPtr unlocked(g_variant_get_child_value(reply.get(), 0));
    const glibpp::VariantPtr locked(g_variant_get_child_value(reply.get(), 1));
    Found found{to_paths(unlocked.get()), to_paths(locked.get())};
    const auto is_elsewhere = [this](const std::string &path) { return !collection_.admits(path); };
    std::erase_if(found.unlocked, is_elsewhere);
    std::erase_if(found.locked, is_elsewhere);
    return found;
}

std::vector<Item> LoginItems::read(const Found &found,
                                   const std::function<bool(const Item &)> &is_wanted)
{
    struct Reading {
        const std::string &path;
        bool is_locked;
        Call call;
    };
    std::deque<Reading> readings; // under way before the first is waited for
    std::vector<Item> items;
    const auto finish_first = [&] {
        const Reading &reading = readings.front();
        try {
            const glibpp::VariantPtr attributes = provider_.finish_property(reading.call, "a{ss}");
            Item item = item_from_attributes(reading.path, attributes.get());
            item.is_locked = reading.is_locked;
            if (is_wanted(item))
                items.push_back(std::move(item));
        } catch (const Error &error) {
            if (error.code() != Errc::NotFound) // erased by somebody since the search
                throw;
        }
        readings.pop_front();
    };
    const auto start = [&](const std::vector<std::string> &paths, bool is_locked) {
        for (const std::string &path : paths) {
            if (readings.size() == calls_in_flight)
                finish_first();
            readings.push_back(
                {path, is_locked, provider_.start_property(path, item_interface, "Attributes")});
        }
    };
    start(found.unlocked, false);
    start(found.locked, true);
    while (!readings.empty())
        finish_first();
    return items;
}

void LoginItems::read_times(std::vector<Item> &items)
{
    struct Reading {
        Item &item;
        Call call;
    };
    std::deque<Reading> readings; // under way before the first is waited for
    std::set<std::string> gone;
    const auto finish_first = [&] {
        const Reading &reading = readings.front();
        try {
            const glibpp::VariantPtr modified = provider_.finish_property(reading.call, "t");
            reading.item.modified = g_variant_get_uint64(modified.get());
        } catch (const Error &error) {
            if (error.code() != Errc::NotFound) // erased by somebody since the search
                throw;
            gone.insert(reading.item.path);
        }
        readings.pop_front();
    };
    for (Item &item : items) {
        if (item.modified)
            continue;
        if (readings.size() == calls_in_flight)
            finish_first();
        readings.push_back({item, provider_.start_property(item.path, item_interface, "Modified")});
    }
    while (!readings.empty())
        finish_first();
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

Call LoginItems::start_look_for_spelling(const std::string &server)
{
    return start_search(attributes_of_server(server));
}

Sight LoginItems::finish_look_for_spelling(const Call &call, const std::string &server)
{
    Found found = finish_search(call);
    Sight sight;
    sight.obstacles = std::exchange(found.locked, {});
    // the search names no schema, and a provider may match loosely
    sight.items =
        read(found, [&server](const Item &item) { return item.is_login && item.server == server; });
    sort_newest_first(sight.items);
    return sight;
}

std::vector<std::string> LoginItems::paths_with(GVariant *attributes)
{
    return finish_search(start_search(attributes)).unlocked;
}

Sight LoginItems::look_for_accounts(const std::function<bool(const Item &)> &is_wanted)
{
    std::set<std::string> locked;
    Sight sight;
    sight.items =
        read(finish_search(start_search(attributes_of_any_account())), [&](const Item &item) {
            const bool is_one = !item.account.empty() && is_wanted(item);
            if (item.is_hidden())
                locked.insert(collection_of(item.path));
            else if (is_one && item.is_locked)
                locked.insert(item.path);
            return is_one;
        });
    sort_newest_first(sight.items);
    // nothing in sight may mean that all is locked: Quirk::HidesWhatIsLocked
    if (sight.items.empty() && locked.empty() && collection_.is_locked())
        locked.insert(collection_.path());
    sight.obstacles.assign(locked.begin(), locked.end());
    return sight;
}

Sight LoginItems::look_for_registry(const ServerKey &key)
{
    WideSight wide = look_for_registries({key.identity()});
    return {std::move(wide.items[key.identity()]), std::move(wide.obstacles)};
}

WideSight LoginItems::look_for_registries(const std::set<std::string> &identities)
{
    WideSight sight;
    std::set<std::string> locked;
    const auto is_wanted = [&](const Item &item) {
        const bool is_login = item.is_login && identities.contains(identity_of(item));
        if (item.is_hidden()) // one prompt shows all that is in a collection
            locked.insert(collection_of(item.path));
        else if (is_login && item.is_locked) // Quirk::LocksSingleItems
            locked.insert(item.path);
        return is_login;
    };
    for (Item &item : read(finish_search(start_search(attributes_of_any_login())), is_wanted))
        sight.items[identity_of(item)].push_back(std::move(item));
    for (auto &[identity, items] : sight.items)
        sort_newest_first(items);
    // nothing in sight may mean that all is locked: Quirk::HidesWhatIsLocked
    if (sight.items.empty() && locked.empty() && collection_.is_locked())
        locked.insert(collection_.path());
    sight.obstacles.assign(locked.begin(), locked.end());
    return sight;
}

std::vector<std::string> LoginItems::locked_collections()
{
    const std::array searches{start_search(attributes_of_any_login()),
                              start_search(attributes_of_any_account())};
    std::set<std::string> collections;
    for (const Call &search : searches)
        for (const std::string &path : finish_search(search).locked)
            collections.insert(collection_of(path));
    if (collections.empty()) // Quirk::HidesWhatIsLocked
        collections.insert(collection_.path());
    std::vector<std::string> locked;
    for (const std::string &path : collections)
        if (collection_.is_locked(path)) // Quirk::LocksSingleItems: in one that is open
            locked.push_back(path);
    return locked;
}

std::vector<Item> LoginItems::look_for_all()
{
    std::map<std::string, std::vector<Item>> registries;
    std::vector<Item> items;
    const auto may_be_login = [](const Item &item) { return item.is_login || item.is_hidden(); };
    for (Item &item : read(finish_search(start_search(attributes_of_any_login())), may_be_login)) {
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
