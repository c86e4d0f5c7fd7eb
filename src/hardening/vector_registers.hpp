// SPDX-License-Identifier: MIT
// The registers in which memcpy(3) and its like move bytes.
#pragma once

namespace cppsecret {

/// Clears those that a called function need not keep. Whatever copied a secret last has left parts
/// of it there, and the loader, when it looks up a function at its first call, saves them on the
/// stack. Does nothing on processors that it does not know.
void wipe_vector_registers() noexcept;

} // namespace cppsecret
