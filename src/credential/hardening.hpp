// SPDX-License-Identifier: MIT
// Keeps the memory of the process to itself.
#pragma once

namespace cppsecret {

/// No core dump and no debugger of the same user from here on: the process stops being dumpable
/// (prctl(2)) and its core size limit becomes 0. Its own /proc/self/mem and /proc/self/environ
/// become unreadable. Throws Error(Errc::System).
void harden_process();

} // namespace cppsecret
