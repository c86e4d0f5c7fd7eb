// SPDX-License-Identifier: MIT
// Which keyring is used.
#pragma once

#include "keyring/keyring.hpp"

#include <memory>
#include <string>

namespace cppsecret::keyring {

/// A kind of keyring, and why it is the one that is used.
struct Choice {
    std::string kind;   ///< as CPPSECRET_KEYRING names it: "secret-service"
    std::string reason; ///< for a person
};

/// Which keyring open_keyring() opens. Throws Error(Errc::Usage) for a setting that is wrong.
[[nodiscard]] Choice choose_keyring();

/// Opens the keyring that the environment and the machine offer: the Secret Service of the session
/// bus (CPPSECRET_KEYRING may name it: `secret-service`). Never null.
/// Throws Error(Errc::Usage) for a setting that is wrong, else with NoBus, NoProvider or TimedOut.
[[nodiscard]] std::unique_ptr<Keyring> open_keyring();

} // namespace cppsecret::keyring
