// SPDX-License-Identifier: MIT
// Which keyring is used.
#pragma once

#include "keyring/keyring.hpp"

#include <memory>

namespace cppsecret::keyring {

/// Opens the keyring that the environment and the machine offer: the Secret Service of the session
/// bus (CPPSECRET_KEYRING may name it: `secret-service`). Never null.
/// Throws Error(Errc::Usage) for a setting that is wrong, else with NoBus, NoProvider or TimedOut.
[[nodiscard]] std::unique_ptr<Keyring> open_keyring();

} // namespace cppsecret::keyring
