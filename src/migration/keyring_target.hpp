// SPDX-License-Identifier: MIT
// The keyring as the end of a move: what it has already, and what it is given.
#pragma once

#include "base/error.hpp"
#include "credential/credential.hpp"
#include "credential/server_key.hpp"
#include "migration/progress.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// A login that the keyring has for a registry.
struct KeyringLogin {
    Credential login;
    /// True if it has others too, as a store leaves it that was killed before it removed them; the
    /// next store removes them.
    bool has_others = false;
};

using LoginsByIdentity = std::map<std::string, KeyringLogin>;

/// The logins that the keyring has for these registries, by their identities (ServerKey). A locked
/// keyring is unlocked first; without a collection there are none. Throws as
/// keyring::open_keyring() and keyring::Keyring, and why the list is not whole.
[[nodiscard]] LoginsByIdentity read_keyring(const std::vector<ServerKey> &registries);

/// What can be seen of a keyring.
struct Glance {
    LoginsByIdentity logins;
    std::optional<Error> obstacle; ///< why there may be more
};

/// The same without unlocking anything: none, and why, for a keyring that is locked or cannot be
/// used. Throws other failures.
[[nodiscard]] Glance glance_at_keyring(const std::vector<ServerKey> &registries);

/// Call it between a person's consent and the store: throws Error(Errc::Failed) if the keyring has
/// another login for one of these registries now than `seen` has, unless it is the one that is
/// going to be stored. Throws as read_keyring().
void require_unchanged(const std::vector<ServerKey> &registries, const LoginsByIdentity &seen,
                       std::span<const Credential> to_store);

/// Stores them, each proven. Throws Error for the first that fails; those before it are stored.
void store_in_keyring(std::span<const Credential> credentials, const Progress &progress);

/// With a secret of its own.
[[nodiscard]] Credential copy_of(const Credential &credential);

} // namespace cppsecret::migration
