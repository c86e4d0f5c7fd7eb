// SPDX-License-Identifier: MIT
// A keyring as CPPSECRET_ACCOUNT shows it.
#pragma once

#include "keyring/common/forwarding_keyring.hpp"

#include <memory>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// True if it can be the name of an account: 1 to 100 bytes of UTF-8 without control characters,
/// which neither start nor end with a blank, nor start with '-'.
[[nodiscard]] bool is_account_name(const std::string &name);

/// The same in words, for a hint.
inline constexpr const char *what_an_account_name_is =
    "a NAME has 1 to 100 bytes, no control characters, no blank at its ends and no '-' at its "
    "start";

/// The account that CPPSECRET_ACCOUNT names; nothing if it is unset or empty. Throws
/// Error(Errc::Usage).
[[nodiscard]] std::optional<std::string> account_from_environment();

/// get(), store(), store_all() and erase() work on the saved account `name` wherever a registry has
/// one, and on the active login elsewhere; everything else on what is behind. Members throw as
/// those of what is behind.
class AccountView : public ForwardingKeyring {
public:
    /// `behind` is not null; `name` is one that is_account_name() takes.
    AccountView(std::unique_ptr<Keyring> behind, std::string name);

    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override;
    void erase(const ServerKey &key) override;

private:
    std::string name_;
};

} // namespace cppsecret::keyring
