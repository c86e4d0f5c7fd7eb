// SPDX-License-Identifier: MIT
// Every login and account of one keyring, copied into another.
#pragma once

#include "credential/credential.hpp"
#include "credential/server_key.hpp"
#include "keyring/common/keyring.hpp"
#include "migration/progress.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// "the keyring file" or "the Secret Service", by the kind of keyring (keyring::file_kind).
[[nodiscard]] std::string keyring_name(const std::string &kind);

/// Its steps, in the order in which they are taken: whenever one throws, every login is where it
/// was. Members throw as keyring::open_keyring() and keyring::Keyring.
class KeyringCopy {
public:
    /// The kinds of the two keyrings.
    KeyringCopy(std::string from, std::string to);

    /// Fetches everything before anything is changed. Throws Error(Errc::Failed) for a login that
    /// goes away meanwhile, and why a listing is not whole.
    void read_source();
    /// Throws Error(Errc::Failed) where the target has another login for the same registry.
    void refuse_to_replace() const;
    void copy(const Progress &progress) const;
    /// Reads everything back as a tool would that comes later. Throws Error(Errc::Failed) for what
    /// is not as it was.
    void prove() const;
    /// Only what was copied: throws Error(Errc::Failed) for a login that a tool has stored
    /// meanwhile, which stays.
    void remove_from_source() const;

    [[nodiscard]] std::size_t login_count() const noexcept { return login_count_; }
    [[nodiscard]] std::size_t account_count() const noexcept
    {
        return entries_.size() - login_count_;
    }

private:
    /// A login, or with a name a saved account.
    struct Entry {
        Credential credential;
        std::string account;

        [[nodiscard]] ServerKey key() const { return ServerKey(credential.server); }
        [[nodiscard]] std::string text() const;
        [[nodiscard]] std::optional<Credential> find_in(keyring::Keyring &keyring) const;
    };

    void fetch(keyring::Keyring &source, Entry entry);
    void refuse_to_replace(const Entry &entry, const std::optional<Credential> &other) const;

    std::string from_;
    std::string to_;
    std::vector<Entry> entries_;  // the logins, then the accounts
    std::size_t login_count_ = 0; // of them
};

} // namespace cppsecret::migration
