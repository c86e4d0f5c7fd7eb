// SPDX-License-Identifier: MIT
#include "keyring/secret_service/secret_service_keyring.hpp"

#include "base/text.hpp"
#include "keyring/secret_service/change_lock.hpp"
#include "keyring/secret_service/prompter.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cppsecret::keyring {

namespace {

/// For so long many changes may hold the lock before others get their turn: they wait no longer
/// than for one call.
constexpr std::chrono::seconds longest_turn(2);

/// So often a login is looked for that others are just replacing: each look may meet a replacement,
/// the likelier the busier the machine is.
constexpr int most_looks = 20;

/// So often `get` has something unlocked: its very item, and then what hides other spellings.
constexpr int most_prompts = 2;

Error changes_all_the_time()
{
    return Error(Errc::ProviderFailed, "the keyring changes all the time",
                 "wait until whoever changes it has done, and repeat the command");
}

Error unreadable_secret(const Item &item)
{
    const bool is_login = item.account.empty();
    return Error(
        Errc::ProviderFailed,
        one_line("the secret of " +
                 (is_login ? "'" + item.username + "'" : "account '" + item.account + "'") +
                 " for '" + item.server + "' cannot be read from the keyring"),
        is_login ? "log in again; if that does not help restart the keyring's provider"
                 : "remove the account with 'cppsecret account remove' and save it again; "
                   "if that does not help restart the keyring's provider");
}

Error locked_for_list()
{
    return Error(Errc::Locked, "the keyring is locked, so that its logins cannot be listed",
                 "unlock it from the desktop and repeat the command");
}

} // namespace

SecretServiceKeyring::SecretServiceKeyring(const BusAddress &bus, const Settings &settings)
    : provider_(bus, settings),
      time_of_call_(provider_.loop().deadline().remaining()),
      collection_(provider_),
      login_items_(provider_, collection_),
      secrets_(provider_),
      items_(provider_, collection_, login_items_, secrets_)
{
}

void SecretServiceKeyring::begin_call()
{
    provider_.loop().set_deadline(
        Deadline::after(std::exchange(time_of_call_, provider_.settings().limit_without_prompt())));
}

void SecretServiceKeyring::unlock()
{
    const OneCall call(*this);
    if (collection_.blocks_searches())
        collection_.unlock();
    const std::vector<std::string> locked = login_items_.locked_collections();
    if (!locked.empty())
        keyring::unlock(provider_, locked);
}

std::vector<Item> SecretServiceKeyring::find_for_get(const ServerKey &key)
{
    if (collection_.blocks_searches())
        collection_.unlock();
    for (int prompts = 0;; ++prompts) {
        // a session is negotiated while the provider tells more of what it found
        Sight sight = login_items_.look_for_login(key, [this] { secrets_.begin_session(); });
        std::erase_if(sight.items, [](const Item &item) { return item.is_locked; });
        if (!sight.items.empty() || sight.obstacles.empty() || prompts == most_prompts)
            return std::move(sight.items);
        keyring::unlock(provider_, sight.obstacles);
    }
}

SecretServiceKeyring::Before
SecretServiceKeyring::look_for_change(const std::vector<ServerKey> &keys,
                                      const std::function<void()> &meanwhile)
{
    if (provider_.has<Quirk::HidesWhatIsLocked>())
        collection_.unlock();
    for (bool is_unlocked = false;; is_unlocked = true) {
        std::vector<std::string> obstacles;
        {
            Before before{lock_for_change(provider_.loop().deadline()),
                          login_items_.look_for_registries(keys, meanwhile)};
            if (is_unlocked || before.sight.obstacles.empty())
                return before;
            obstacles = std::move(before.sight.obstacles);
        }
        keyring::unlock(provider_, obstacles);
    }
}

bool SecretServiceKeyring::must_look_again(int look, unsigned gone) const
{
    if (provider_.objects_gone() == gone)
        return false;
    // never "not found" of what is there: another login could be taken in its place
    if (look == most_looks)
        throw changes_all_the_time();
    return true;
}

std::optional<Credential>
SecretServiceKeyring::read_first(const std::function<std::vector<Item>()> &find)
{
    for (int look = 1;; ++look) {
        const unsigned gone = provider_.objects_gone();
        std::vector<Item> items = find();
        const Item *unreadable = nullptr;
        for (Item &item : items) {
            // an older login of its user may stand in for it, but that of nobody else
            if (unreadable != nullptr && item.username != unreadable->username)
                continue;
            Reading reading = secrets_.read(item.path);
            if (reading.secret)
                return Credential{std::move(item.server), std::move(item.username),
                                  std::move(*reading.secret)};
            if (reading.is_gone)
                break;
            unreadable = &item;
        }
        if (must_look_again(look, gone))
            continue;
        if (unreadable == nullptr)
            return std::nullopt;
        if (look > 1) // at the first it may have been one that was just being made
            throw unreadable_secret(*unreadable);
    }
}

std::optional<Credential> SecretServiceKeyring::get(const ServerKey &key)
{
    const OneCall call(*this);
    return read_first([&] { return find_for_get(key); });
}

SecretServiceKeyring::Before
SecretServiceKeyring::look_for_store(const std::vector<ServerKey> &keys)
{
    const auto begin_session = [this] { secrets_.begin_session(); };
    try {
        return look_for_change(keys, begin_session);
    } catch (const Error &error) {
        if (error.code() != Errc::NoCollection)
            throw;
    }
    collection_.create_if_missing();
    return look_for_change(keys, begin_session);
}

void SecretServiceKeyring::store(const Credential &credential)
{
    store_all({&credential, 1}, [](std::size_t) {});
}

void SecretServiceKeyring::store_all(std::span<const Credential> credentials,
                                     const std::function<void(std::size_t)> &on_stored)
{
    const OneCall call(*this);
    std::vector<ServerKey> keys;
    for (const Credential &credential : credentials)
        keys.emplace_back(credential.server);
    for (std::size_t next = 0; next < credentials.size();) {
        Before before = look_for_store(keys);
        const Deadline turn = Deadline::after(longest_turn);
        do {
            replace(before.sight, credentials[next]);
            on_stored(next++);
            begin_call(); // each has its time
        } while (next < credentials.size() && !turn.has_passed());
    }
}

void SecretServiceKeyring::replace(WideSight &sight, const Credential &credential)
{
    std::vector<Item> &items = sight.items[ServerKey(credential.server).identity()];
    std::vector<Item> others = std::exchange(items, {});
    const auto same = std::find_if(others.begin(), others.end(), [&](const Item &item) {
        return item.server == credential.server && item.username == credential.username;
    });
    if (same != others.end()) {
        items_.update(*same, credential.secret);
        items_.mark(*same);
        items.push_back(std::move(*same));
        others.erase(same);
    } else {
        Item made{{}, credential.server, credential.username, true};
        made.registry = ServerKey(credential.server).identity();
        made.path = items_.create({[&] { return properties_of_new_item(credential); }, made,
                                   sight.paths, credential.secret});
        items.push_back(std::move(made));
    }
    items_.remove_all(others);
}

void SecretServiceKeyring::erase(const ServerKey &key)
{
    const OneCall call(*this);
    const Before before = look_for_change({key}, [] {});
    for (const auto &[identity, items] : before.sight.items)
        items_.remove_all(items);
}

Listing SecretServiceKeyring::list()
{
    return list(false);
}

Listing SecretServiceKeyring::list_with_times()
{
    return list(true);
}

Listing SecretServiceKeyring::list(bool with_times)
{
    const OneCall call(*this);
    if (collection_.blocks_searches())
        return {{}, locked_for_list()};
    for (int look = 1;; ++look) {
        const unsigned gone = provider_.objects_gone();
        std::vector<Item> items = login_items_.look_for_all();
        if (with_times)
            login_items_.read_times(items);
        // in the place of an item that is gone there may be another now
        if (provider_.objects_gone() == gone)
            return listing_of(std::move(items));
        if (look == most_looks) {
            Listing listing = listing_of(std::move(items));
            listing.incomplete = changes_all_the_time();
            return listing;
        }
    }
}

Listing SecretServiceKeyring::listing_of(std::vector<Item> items)
{
    Listing listing;
    bool is_hiding = false;
    for (Item &item : items) {
        if (item.is_hidden()) {
            is_hiding = true;
            continue;
        }
        const bool by_key_alone = item.is_found_by_server_alone();
        listing.logins.push_back(
            {std::move(item.server), std::move(item.username), item.modified, by_key_alone});
    }
    try {
        // nothing in sight may mean that all is locked: Quirk::HidesWhatIsLocked
        is_hiding = is_hiding || (listing.logins.empty() && collection_.is_locked());
    } catch (const Error &error) {
        listing.incomplete = error;
    }
    if (is_hiding)
        listing.incomplete = locked_for_list();
    return listing;
}

} // namespace cppsecret::keyring
