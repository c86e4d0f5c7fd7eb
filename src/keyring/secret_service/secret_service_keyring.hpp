// SPDX-License-Identifier: MIT
// The desktop keyring, by the freedesktop Secret Service.
#pragma once

#include "base/file_lock.hpp"
#include "keyring/common/keyring.hpp"
#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/item.hpp"
#include "keyring/secret_service/item_writer.hpp"
#include "keyring/secret_service/login_items.hpp"
#include "keyring/secret_service/provider.hpp"
#include "keyring/secret_service/secrets.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// Logins as items of the Secret Service. What is locked is unlocked with the provider's own
/// prompt, except by list(), list_with_times() and accounts(). Changes hold a lock that all
/// processes of the person share. Members throw as Provider, Collection and follow_prompt() do, and
/// changes as lock_for_change().
class SecretServiceKeyring : public Keyring {
public:
    /// Connects to the session bus and finds the provider. Throws as Provider's constructor.
    SecretServiceKeyring(const BusAddress &bus, const Settings &settings);

    void unlock() override;
    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override;
    void erase(const ServerKey &key) override;
    [[nodiscard]] Listing list() override;
    [[nodiscard]] Listing list_with_times() override;

    // in secret_service_accounts.cpp
    [[nodiscard]] bool has_account(const ServerKey &key, const std::string &name) override;
    [[nodiscard]] std::optional<Credential> get_account(const ServerKey &key,
                                                        const std::string &name) override;
    void store_account(const std::string &name, const Credential &credential) override;
    bool erase_account(const ServerKey &key, const std::string &name) override;
    [[nodiscard]] AccountListing accounts() override;

private:
    void begin_call() override;
    [[nodiscard]] Listing list(bool with_times);
    [[nodiscard]] Listing listing_of(std::vector<Item> items);
    /// The first of the items that `find` finds, or an older one of the same user if its secret
    /// cannot be read. Looks again where another process is just changing them.
    [[nodiscard]] std::optional<Credential>
    read_first(const std::function<std::vector<Item>()> &find);
    /// True if something that the look with this number searched for was taken away, since so many
    /// objects were gone: what is in its place was not seen. Throws Error(Errc::ProviderFailed)
    /// after the last look.
    [[nodiscard]] bool must_look_again(int look, unsigned gone) const;
    /// The logins that may answer `get`, unlocking what stands in the way.
    [[nodiscard]] std::vector<Item> find_for_get(const ServerKey &key);
    /// What a change starts from.
    struct Before {
        FileLock lock;
        WideSight sight;
    };
    /// Every login of the registries of these keys, after unlocking what may hide one: before the
    /// lock, since a prompt may take long.
    [[nodiscard]] Before look_for_change(const std::vector<ServerKey> &keys,
                                         const std::function<void()> &meanwhile);
    /// The same where something is to be stored: a collection is made where there is none.
    [[nodiscard]] Before look_for_store(const std::vector<ServerKey> &keys);

    /// Stores the only login of a registry in the place of those that `sight` has of it. They
    /// become the one that is left.
    void replace(WideSight &sight, const Credential &credential);
    /// The accounts with this name that the registry has, after unlocking what may hide one.
    [[nodiscard]] std::vector<Item> find_accounts(const ServerKey &key, const std::string &name);

    Provider provider_;
    std::chrono::milliseconds time_of_call_; ///< the next: the first has what finding it has left
    Collection collection_;
    LoginItems login_items_;
    Secrets secrets_;
    ItemWriter items_;
};

} // namespace cppsecret::keyring
