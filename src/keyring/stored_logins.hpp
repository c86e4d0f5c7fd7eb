// SPDX-License-Identifier: MIT
// The logins of the keyring, for commands that need their secrets or erase them.
#pragma once

#include "keyring/common/keyring.hpp"

namespace cppsecret::keyring {

/// The logins that the keyring holds, the newest of each registry. A locked one is unlocked first;
/// why there may be more all the same is in the listing. Throws as open_keyring() and
/// Keyring.
[[nodiscard]] Listing list_unlocked();

/// The same of this keyring.
[[nodiscard]] Listing list_unlocked(Keyring &keyring);

} // namespace cppsecret::keyring
