// SPDX-License-Identifier: MIT
// A keyring as CPPSECRET_ACCOUNT shows it.
#pragma once

#include "keyring/keyring.hpp"

#include <memory>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// Throws Error(Errc::Usage) unless `name` can be that of an account: 1 to 100 bytes of UTF-8
/// without control characters, which neither start nor end with a blank, nor start with '-'.
void check_account_name(const std::string &name);

/// The account that CPPSECRET_ACCOUNT names; nothing if it is unset or empty. Throws
/// Error(Errc::Usage).
[[nodiscard]] std::optional<std::string> account_from_environment();

/// get(), store() and erase() work on the saved account `name` wherever a registry has one, and on
/// the active login elsewhere; everything else on what is behind.
class AccountView : public Keyring {
public:
    AccountView(std::unique_ptr<Keyring> keyring, std::string name);

    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void erase(const ServerKey &key) override;
    [[nodiscard]] Listing list() override;
    [[nodiscard]] Listing list_with_times() override;
    [[nodiscard]] std::optional<Credential> get_account(const ServerKey &key,
                                                        const std::string &name) override
    {
        return keyring_->get_account(key, name);
    }
    void store_account(const std::string &name, const Credential &credential) override
    {
        keyring_->store_account(name, credential);
    }
    bool erase_account(const ServerKey &key, const std::string &name) override
    {
        return keyring_->erase_account(key, name);
    }
    [[nodiscard]] AccountListing accounts() override { return keyring_->accounts(); }

private:
    std::unique_ptr<Keyring> keyring_;
    std::string name_;
};

} // namespace cppsecret::keyring
