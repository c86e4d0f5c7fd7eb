// SPDX-License-Identifier: MIT
// Which keyring is used and in which state it is, for a person who wonders.
#pragma once

#include "base/error.hpp"
#include "keyring/secret_service/provider_program.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// What could be found out; the rest is empty.
struct Diagnosis {
    std::string kind;         ///< as CPPSECRET_KEYRING names it; empty if there is none
    std::string reason;       ///< why this one is used, of those that there may be
    std::string place;        ///< where it is: the address of the session bus, or the keyring file
    std::string place_source; ///< what told so: the name of a variable, or a path
    std::optional<ProviderProgram> provider; ///< of the Secret Service
    std::string collection;                  ///< the label of the collection that logins go into
    std::optional<bool> is_locked;
    std::string unlocked_by; ///< where the key of the keyring file comes from
    std::optional<std::chrono::seconds> unlocked_for; ///< what is left to it, if it has an end
    std::optional<Error> problem;                     ///< why it cannot be used
};

/// Looks at the keyring that open_keyring() opens. Never asks a person, never unlocks, reads no
/// login; takes no longer than two calls to a keyring may. What is wrong is in the answer, settings
/// of the environment too. Throws std::system_error if no thread can be started.
[[nodiscard]] Diagnosis diagnose();

} // namespace cppsecret::keyring
