// SPDX-License-Identifier: MIT
#include "keyring/secret_service/login_items.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <type_traits>
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

/// Starts a call for each of `all`, and finishes them in their order.
template <typename Range, typename Start, typename Finish>
void in_flight(Range &&all, const Start &start, const Finish &finish)
{
    using Element = std::remove_reference_t<decltype(*std::begin(all))>;
    std::deque<std::pair<Element *, Call>> under_way;
    const auto finish_first = [&] {
        const auto [element, call] = std::move(under_way.front());
        under_way.pop_front();
        finish(*element, call);
    };
    for (Element &element : all) {
        if (under_way.size() == calls_in_flight)
            finish_first();
        under_way.emplace_back(&element, start(element));
    }
    while (!under_way.empty())
        finish_first();
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
    for (const bool is_locked : {false, true}) {
        const glibpp::VariantPtr paths(g_variant_get_child_value(reply.get(), is_locked ? 1 : 0));
        for (std::string &path : to_paths(paths.get()))
            if (collection_.admits(path))
                found.emplace(std::move(path), is_locked);
    }
}

LoginItems::Paths LoginItems::search(GVariant *attributes)
{
    Paths found;
    finish_search(start_search(attributes), found);
    return found;
}

std::vector<Item> LoginItems::read(const Paths &found,
                                   const std::function<bool(const Item &)> &is_wanted)
{
    std::vector<Item> items;
    const auto start = [this](const Paths::value_type &one) {
        return provider_.start_property(one.first, item_interface, "Attributes");
    };
    in_flight(found, start, [&](const Paths::value_type &one, const Call &call) {
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
    });
    return items;
}

Sight LoginItems::look_at(const Paths &found, const std::function<bool(const Item &)> &is_wanted)
{
    std::set<std::string> locked;
    Sight sight;
    sight.items = read(found, [&](const Item &item) {
        const bool is_one = is_wanted(item);
        if (item.is_hidden()) // one prompt shows all that is in a collection
            locked.insert(collection_of(item.path));
        else if (is_one && item.is_locked) // Quirk::LocksSingleItems
            locked.insert(item.path);
        return is_one;
    });
    sight.obstacles.assign(locked.begin(), locked.end());
    return sight;
}

void LoginItems::doubt(Sight &sight)
{
    if (sight.items.empty() && sight.obstacles.empty() && collection_.is_locked())
        sight.obstacles.push_back(collection_.path());
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

Sight LoginItems::look_for_login(const ServerKey &key, const std::function<void()> &on_found)
{
    const Call exact = start_search(attributes_of_server(key.as_given()));
    const Call marked = start_search(attributes_of_registry(key.identity()));
    Paths found;
    finish_search(exact, found);
    if (!found.empty()) {
        on_found();
        // the search names no schema, and a provider may match loosely
        Sight sight = look_at(found, [&key](const Item &item) {
            return item.is_login && item.server == key.as_given();
        });
        if (!sight.items.empty() || !sight.obstacles.empty()) {
            sort_newest_first(sight.items);
            return sight;
        }
    }
    // another helper may have stored since under a spelling without our attribute
    collection_.begin_to_find();
    found.clear();
    finish_search(marked, found);
    std::vector<std::string> others = spellings_of_clients(key);
    std::erase(others, key.as_given());
    in_flight(
        others,
        [this](const std::string &server) { return start_search(attributes_of_server(server)); },
        [&](const std::string &, const Call &call) { finish_search(call, found); });
    if (!found.empty())
        on_found();
    Sight sight = look_at(
        found, [&key](const Item &item) { return item.is_login && ServerKey(item.server) == key; });
    sort_newest_first(sight.items);
    doubt(sight);
    return sight;
}

WideSight LoginItems::look_for_registries(const std::vector<ServerKey> &keys)
{
    std::set<std::string> identities;
    std::set<std::string> servers;
    for (const ServerKey &key : keys) {
        identities.insert(key.identity());
        servers.insert(key.as_given());
        for (std::string &server : spellings_of_clients(key))
            servers.insert(std::move(server));
    }
    std::vector<glibpp::VariantPtr> searches;
    for (const std::string &identity : identities)
        searches.push_back(glibpp::own(attributes_of_registry(identity)));
    for (const std::string &server : servers)
        searches.push_back(glibpp::own(attributes_of_server(server)));
    const Call locked = collection_.start_to_look_for_lock();
    Paths found;
    in_flight(
        searches,
        [this](const glibpp::VariantPtr &attributes) { return start_search(attributes.get()); },
        [&found, this](const glibpp::VariantPtr &, const Call &call) {
            finish_search(call, found);
        });
    Sight all = look_at(found, [&identities](const Item &item) {
        return item.is_login && identities.contains(identity_of(item));
    });
    WideSight wide{{}, std::move(all.obstacles), {}};
    if (collection_.finish_look_for_lock(locked))
        wide.obstacles.push_back(collection_.path());
    for (Item &item : all.items)
        wide.items[identity_of(item)].push_back(std::move(item));
    for (auto &[identity, items] : wide.items)
        sort_newest_first(items);
    for (const auto &[path, is_locked] : found)
        wide.paths.insert(path);
    return wide;
}

std::set<std::string> LoginItems::paths_with(GVariant *attributes)
{
    std::set<std::string> unlocked;
    for (const auto &[path, is_locked] : search(attributes))
        if (!is_locked)
            unlocked.insert(path);
    return unlocked;
}

Sight LoginItems::look_for_accounts(const std::string &name,
                                    const std::function<bool(const Item &)> &is_wanted)
{
    Sight sight =
        look_at(search(name.empty() ? attributes_of_any_account() : attributes_of_account(name)),
                [&](const Item &item) { return !item.account.empty() && is_wanted(item); });
    sort_newest_first(sight.items);
    doubt(sight);
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
    for (Item &item : read(search(attributes_of_any_login()), may_be_login)) {
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
