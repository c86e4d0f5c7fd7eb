// SPDX-License-Identifier: MIT
// Keeps the memory in which secrets are out of the swap space.
#pragma once

namespace cppsecret {

/// Locks the heap of the main thread, 2 MiB of it and only as far as it is used, and the end of the
/// stack, where the limit (RLIMIT_MEMLOCK) leaves as much over for libsecret's own; else does
/// nothing. What is larger than 512 KiB is not locked, nor what other threads allocate: they see
/// secrets only as they cross the bus, encrypted. Call it in main before any secret is read.
void lock_memory() noexcept;

} // namespace cppsecret
