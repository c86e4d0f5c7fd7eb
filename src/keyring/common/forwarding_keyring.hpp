// SPDX-License-Identifier: MIT
// A keyring that stands before another one.
#pragma once

#include "keyring/common/keyring.hpp"

#include <memory>
#include <utility>

namespace cppsecret::keyring {

/// Does what the keyring behind it does, and throws what that throws; who derives from it says what
/// is different.
class ForwardingKeyring : public Keyring {
public:
    /// `behind` is not null.
    explicit ForwardingKeyring(std::unique_ptr<Keyring> behind) : behind_(std::move(behind)) {}

    void unlock() override { behind_->unlock(); }
    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override
    {
        return behind_->get(key);
    }
    void store(const Credential &credential) override { behind_->store(credential); }
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override
    {
        behind_->store_all(credentials, on_stored);
    }
    void erase(const ServerKey &key) override { behind_->erase(key); }
    [[nodiscard]] Listing list() override { return behind_->list(); }
    [[nodiscard]] Listing list_with_times() override { return behind_->list_with_times(); }
    [[nodiscard]] bool has_account(const ServerKey &key, const std::string &name) override
    {
        return behind_->has_account(key, name);
    }
    [[nodiscard]] std::optional<Credential> get_account(const ServerKey &key,
                                                        const std::string &name) override
    {
        return behind_->get_account(key, name);
    }
    void store_account(const std::string &name, const Credential &credential) override
    {
        behind_->store_account(name, credential);
    }
    bool erase_account(const ServerKey &key, const std::string &name) override
    {
        return behind_->erase_account(key, name);
    }
    [[nodiscard]] AccountListing accounts() override { return behind_->accounts(); }

private:
    [[nodiscard]] Keyring *behind() noexcept override { return behind_.get(); }

    std::unique_ptr<Keyring> behind_;
};

} // namespace cppsecret::keyring
