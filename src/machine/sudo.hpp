// SPDX-License-Identifier: MIT
// Root under sudo: somebody else's keyring and files.
#pragma once

namespace cppsecret::machine {

/// True for root under sudo.
[[nodiscard]] bool is_under_sudo();

/// Throws Error(Errc::System) for root under sudo: the keyring of the desktop is not root's.
void refuse_sudo();

} // namespace cppsecret::machine
