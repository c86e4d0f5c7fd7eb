// SPDX-License-Identifier: MIT
// The interface of every place that keeps logins.
#pragma once

#include "base/error.hpp"
#include "credential/credential.hpp"
#include "credential/server_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// A login without its secret.
struct Login {
    std::string server; ///< the server URL as it was stored
    std::string username;
    std::optional<std::uint64_t> changed = {}; ///< seconds since 1970; by list_with_times() alone
};

/// What Keyring::list() could see.
struct Listing {
    std::vector<Login> logins; ///< of one registry the newest first; it may occur several times
    std::optional<Error> incomplete; ///< why there may be more, if so
};

/// A keyring that holds at most one login for a registry. All members throw Error; the codes for
/// which is_keyring_unavailable() holds mean that a login may exist but cannot be reached.
class Keyring {
public:
    Keyring() = default;
    Keyring(const Keyring &) = delete;
    Keyring &operator=(const Keyring &) = delete;
    virtual ~Keyring() = default;

    /// The login stored under this very spelling, else the newest one of the same registry.
    [[nodiscard]] virtual std::optional<Credential> get(const ServerKey &key) = 0;

    /// Keeps `credential` as the only login of its registry and proves it by reading it back.
    /// If this fails the login that was there before is still usable.
    virtual void store(const Credential &credential) = 0;

    /// Removes every login of the registry, under all its spellings, and proves that none is left.
    /// A registry without a login is no error.
    virtual void erase(const ServerKey &key) = 0;

    /// All logins that can be seen without unlocking anything; never asks a person.
    [[nodiscard]] virtual Listing list() = 0;

    /// As list(), with the time of each login's last change where the keyring knows it. Asks more
    /// of the provider than list().
    [[nodiscard]] virtual Listing list_with_times() = 0;
};

} // namespace cppsecret::keyring
