// SPDX-License-Identifier: MIT
#include "keyring/secret_service_keyring.hpp"

#include "base/file_lock.hpp"
#include "base/text.hpp"
#include "keyring/lock_folder.hpp"
#include "keyring/prompter.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace cppsecret::keyring {

namespace {

/// For so long many changes may hold the lock before others get their turn: they wait no longer
/// than for one call.
constexpr std::chrono::seconds longest_turn(2);

constexpr Request store_request{"store the login", "answer the provider's dialog"};
constexpr Request erase_request{
    "erase a login", "answer the provider's dialog; KeePassXC asks while 'Confirm when clients "
                     "request entry deletion' is on in its Secret Service settings"};

Error refused()
{
    return Error(Errc::ProviderFailed,
                 "the keyring does not keep this login as it was given; nothing was changed",
                 "KeePassXC alters texts such as {REF:…}; use another password or another keyring");
}

Error locked_for_list()
{
    return Error(Errc::Locked, "the keyring is locked, so that its logins cannot be listed",
                 "unlock it from the desktop and repeat the command");
}

/// The path of the object that a prompt has made.
std::string path_from_prompt(const glibpp::VariantPtr &result)
{
    if (!result || !g_variant_is_of_type(result.get(), G_VARIANT_TYPE_OBJECT_PATH))
        throw Error(Errc::ProviderFailed, "the keyring's provider did not say what it stored",
                    "restart the provider and repeat the command");
    return g_variant_get_string(result.get(), nullptr);
}

/// The lock that every change holds, so that of two users stored at once one is left.
FileLock lock_for_change(const Deadline &deadline)
{
    try {
        return {lock_folder() + "/keyring.lock", deadline};
    } catch (const Error &error) {
        if (error.code() != Errc::TimedOut)
            throw;
        throw Error(Errc::TimedOut, "another process is changing the keyring and does not end",
                    "look for a dialog of the keyring's provider, or end the other "
                    "docker-credential-cppsecret");
    }
}

bool contains(const std::vector<std::string> &paths, const std::string &path)
{
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

} // namespace

SecretServiceKeyring::SecretServiceKeyring(const std::string &bus_address, const Settings &settings)
    : provider_(bus_address, settings),
      collection_(provider_),
      login_items_(provider_, collection_),
      secrets_(provider_)
{
}

Sight SecretServiceKeyring::look_for_spelling(const ServerKey &key)
{
    const Call searching = login_items_.start_look_for_spelling(key.as_given());
    secrets_.begin_session(); // negotiated while the provider searches
    return login_items_.finish_look_for_spelling(searching, key.as_given());
}

std::vector<Item> SecretServiceKeyring::find_for_get(const ServerKey &key)
{
    if (collection_.blocks_searches())
        collection_.unlock();
    Sight sight = look_for_spelling(key);
    if (sight.items.empty() && !sight.obstacles.empty()) {
        unlock(provider_, sight.obstacles);
        sight = look_for_spelling(key);
    }
    if (!sight.items.empty())
        return std::move(sight.items);
    sight = login_items_.look_for_registry(key);
    const auto is_locked = [](const Item &item) { return item.is_locked; };
    if (!sight.obstacles.empty() &&
        std::all_of(sight.items.begin(), sight.items.end(), is_locked)) {
        unlock(provider_, sight.obstacles);
        // once more from the start: the exact spelling may have come to light
        Sight exact = look_for_spelling(key);
        if (!exact.items.empty())
            return std::move(exact.items);
        sight = login_items_.look_for_registry(key);
    }
    std::erase_if(sight.items, is_locked);
    return std::move(sight.items);
}

std::map<std::string, std::vector<Item>>
SecretServiceKeyring::find_all(const std::set<std::string> &identities)
{
    WideSight sight = login_items_.look_for_registries(identities);
    if (!sight.obstacles.empty()) {
        unlock(provider_, sight.obstacles);
        sight = login_items_.look_for_registries(identities);
    }
    return std::move(sight.items);
}

std::optional<Credential> SecretServiceKeyring::get(const ServerKey &key)
{
    provider_.loop().extend_deadline_to(provider_.settings().limit_without_prompt());
    for (Item &item : find_for_get(key))
        if (auto secret = secrets_.read(item.path))
            return Credential{std::move(item.server), std::move(item.username), std::move(*secret)};
    return std::nullopt;
}

void SecretServiceKeyring::update(const Item &item, const SecretString &secret)
{
    const std::optional<SecretString> old = secrets_.read(item.path);
    if (secrets_.write_and_prove(item.path, secret))
        return;
    if (old)
        secrets_.write(item.path, *old, text_content);
    throw refused();
}

Item SecretServiceKeyring::create(const Credential &credential)
{
    const std::string path = create_item(credential);
    if (!secrets_.holds(path, credential.secret) &&
        !secrets_.write_and_prove(path, credential.secret)) {
        remove(path);
        throw refused();
    }
    return {path, credential.server, credential.username, true};
}

std::string SecretServiceKeyring::create_item(const Credential &credential)
{
    const std::vector<std::string> before = login_items_.paths_of_spelling(credential.server);
    for (int attempt = 1;; ++attempt) {
        try {
            const glibpp::VariantPtr secret =
                secrets_.session().encode(credential.secret, text_content);
            const glibpp::VariantPtr reply = provider_.call(
                collection_.path(), collection_interface, "CreateItem",
                g_variant_new("(@a{sv}@(oayays)b)", properties_of_new_item(credential),
                              secret.get(), FALSE),
                "(oo)");
            const char *path = nullptr;
            const char *prompt = nullptr;
            g_variant_get(reply.get(), "(&o&o)", &path, &prompt);
            if (path != std::string_view(no_object))
                return path;
            return path_from_prompt(follow_prompt(provider_, prompt, store_request));
        } catch (const Error &error) {
            // dismissed without anybody having been asked: the provider does not like the content
            const bool is_refusal = error.code() == Errc::Locked;
            if (!is_refusal && error.code() != Errc::ProviderFailed)
                throw;
            secrets_.drop_session();
            // KeePassXC makes the item before it refuses, KWallet before it finds that it has lost
            // the session
            for (std::string &path : login_items_.paths_of_spelling(credential.server)) {
                if (contains(before, path))
                    continue;
                if (!is_refusal)
                    return std::move(path);
                remove(path);
            }
            if (is_refusal)
                throw refused();
            if (attempt == sessions_to_try)
                throw;
        }
    }
}

void SecretServiceKeyring::remove(const std::string &item_path)
{
    try {
        const glibpp::VariantPtr reply =
            provider_.call(item_path, item_interface, "Delete", nullptr, "(o)");
        const char *prompt = nullptr;
        g_variant_get(reply.get(), "(&o)", &prompt);
        follow_prompt(provider_, prompt, erase_request);
    } catch (const Error &error) {
        if (error.code() != Errc::NotFound) // somebody was faster
            throw;
    }
}

void SecretServiceKeyring::remove_all(const std::vector<Item> &items)
{
    std::set<std::string> servers;
    for (const Item &item : items) {
        remove(item.path);
        servers.insert(item.server);
    }
    for (const std::string &server : servers) {
        const std::vector<std::string> left = login_items_.paths_of_spelling(server);
        const auto is_left = [&left](const Item &item) { return contains(left, item.path); };
        if (std::any_of(items.begin(), items.end(), is_left))
            throw Error(Errc::ProviderFailed,
                        one_line("the keyring still has the login for '" + server +
                                 "' after it was told to erase it"),
                        "erase it with the provider's own program");
    }
}

void SecretServiceKeyring::store(const Credential &credential)
{
    store_all({&credential, 1}, [](std::size_t) {});
}

void SecretServiceKeyring::store_all(std::span<const Credential> credentials,
                                     const std::function<void(std::size_t)> &on_stored)
{
    std::set<std::string> identities;
    for (const Credential &credential : credentials)
        identities.insert(ServerKey(credential.server).identity());
    const auto limit = provider_.settings().limit_without_prompt();
    for (std::size_t next = 0; next < credentials.size();) {
        collection_.create_if_missing();
        collection_.unlock(); // a prompt may take long: before the lock
        const FileLock lock = lock_for_change(provider_.loop().deadline());
        const Deadline turn = Deadline::after(longest_turn);
        auto items = find_all(identities);
        do {
            const Credential &credential = credentials[next];
            replace(items[ServerKey(credential.server).identity()], credential);
            on_stored(next++);
            provider_.loop().extend_deadline_to(limit);
        } while (next < credentials.size() && !turn.has_passed());
    }
}

void SecretServiceKeyring::replace(std::vector<Item> &items, const Credential &credential)
{
    std::vector<Item> others = std::exchange(items, {});
    const auto same = std::find_if(others.begin(), others.end(), [&](const Item &item) {
        return item.server == credential.server && item.username == credential.username;
    });
    if (same != others.end()) {
        update(*same, credential.secret);
        items.push_back(std::move(*same));
        others.erase(same);
    } else {
        items.push_back(create(credential));
    }
    remove_all(others);
}

void SecretServiceKeyring::erase(const ServerKey &key)
{
    collection_.unlock(); // a prompt may take long: before the lock
    const FileLock lock = lock_for_change(provider_.loop().deadline());
    remove_all(find_all({key.identity()})[key.identity()]);
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
    if (collection_.blocks_searches())
        return {{}, locked_for_list()};
    std::vector<Item> items = login_items_.look_for_all();
    if (with_times)
        login_items_.read_times(items);
    return listing_of(std::move(items));
}

Listing SecretServiceKeyring::listing_of(std::vector<Item> items)
{
    Listing listing;
    bool is_hiding = false;
    for (Item &item : items) {
        if (item.is_hidden())
            is_hiding = true;
        else
            listing.logins.push_back(
                {std::move(item.server), std::move(item.username), item.modified});
    }
    try {
        // a locked KeePassXC database shows nothing at all
        is_hiding = is_hiding || (listing.logins.empty() && collection_.is_locked());
    } catch (const Error &error) {
        listing.incomplete = error;
    }
    if (is_hiding)
        listing.incomplete = locked_for_list();
    return listing;
}

} // namespace cppsecret::keyring
