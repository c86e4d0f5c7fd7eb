// SPDX-License-Identifier: MIT
// The half of the sandbox that is about files: landlock(7).
#pragma once

#include "base/files_in_use.hpp"

namespace cppsecret {

/// Leaves the process `files` and what its libraries read of the system: no other file can be
/// opened, made or removed, none executed, no TCP connection made, no other process signalled or
/// traced, as far as the kernel's ABI goes. Returns that ABI; 0 if nothing is in force.
[[nodiscard]] int restrict_files(const FilesInUse &files) noexcept;

/// The kernel's ABI; 0 without Landlock.
[[nodiscard]] int available_landlock_abi() noexcept;

} // namespace cppsecret
