// SPDX-License-Identifier: MIT
// The logins of the keyring, for commands that need their secrets or erase them.
#pragma once

#include "keyring/keyring.hpp"

namespace cppsecret::cli {

/// The logins that the keyring holds, the newest of each registry. A locked one is unlocked first;
/// what stays hidden all the same is told.
[[nodiscard]] keyring::Listing list_unlocked();

/// The same of this keyring.
[[nodiscard]] keyring::Listing list_unlocked(keyring::Keyring &keyring);

} // namespace cppsecret::cli
