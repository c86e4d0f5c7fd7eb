// SPDX-License-Identifier: MIT
// The lock that every change to a keyring holds, so that of two logins stored at once one is left.
#pragma once

#include "base/file_lock.hpp"

namespace cppsecret::keyring {

/// Waits for it. Throws as FileLock, and Error(Errc::System) if there is no place for it.
[[nodiscard]] FileLock lock_for_change(const Deadline &deadline);

} // namespace cppsecret::keyring
