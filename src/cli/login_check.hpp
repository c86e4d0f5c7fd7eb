// SPDX-License-Identifier: MIT
// Logins of the keyring, and what their registries say of them.
#pragma once

#include "base/error.hpp"
#include "cli/registry_access.hpp"
#include "cli/terminal/terminal.hpp"
#include "credential/credential.hpp"
#include "registry/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// A registry that is asked, or has no login.
struct LoginCheck {
    std::string name; ///< ServerKey::identity()
    std::string host;
    bool is_named = false; ///< by a person
    std::optional<Credential> login = {};
    bool is_insecure = false;
    registry::Verdict verdict = {}; ///< without a login why it cannot be read, if there is one

    /// True if the keyring has no such login.
    [[nodiscard]] bool is_missing() const noexcept { return !login && verdict.reason.empty(); }
};

/// The checks of what the keyring holds, sorted by name, none of them made yet; why there may be
/// more is left in `incomplete`. Says which logins are left out. Throws as
/// keyring::open_keyring() and keyring::list_unlocked().
[[nodiscard]] std::vector<LoginCheck> checks_of_all(const Terminal &terminal,
                                                    std::optional<Error> &incomplete);

/// The same for registries that a person names. Throws Error(Errc::Usage) as
/// require_registry_name().
[[nodiscard]] std::vector<LoginCheck> checks_of(const std::vector<std::string> &names);

/// Reads the logins, asks all registries at once, under a progress bar, and stores the tokens that
/// they have renewed; one that cannot be stored is Outcome::Failed. A login is sent to a registry
/// that registries.conf calls insecure only if a person has named it. Throws Error for a keyring
/// that cannot be read, and as registry::check_logins().
void run_checks(const Terminal &terminal, const RegistryAccess &access,
                std::vector<LoginCheck> &checks);

} // namespace cppsecret::cli
