// SPDX-License-Identifier: MIT
// The registries that this machine has to do with.
#pragma once

#include <set>
#include <string>

namespace cppsecret::machine {

/// Those in the keyring, as far as it shows them without being unlocked, and in the auth files.
/// What cannot be read is left out: there is nobody to tell. The keyring has 2 s to answer, or
/// CPPSECRET_TIMEOUT.
[[nodiscard]] std::set<std::string> known_registries();

} // namespace cppsecret::machine
