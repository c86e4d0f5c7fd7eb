// SPDX-License-Identifier: MIT
// The logins of a keyring, for commands that need their secrets or erase them.
#pragma once

#include "keyring/common/keyring.hpp"

namespace cppsecret::keyring {

/// The logins that `keyring` holds, the newest of each registry. A locked one is unlocked first;
/// why there may be more all the same is in the listing. Throws as Keyring.
[[nodiscard]] Listing list_unlocked(Keyring &keyring);

/// The same with the older ones of each registry.
[[nodiscard]] Listing list_all_unlocked(Keyring &keyring);

} // namespace cppsecret::keyring
