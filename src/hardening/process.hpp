// SPDX-License-Identifier: MIT
// Keeps the secrets of the process to itself.
#pragma once

namespace cppsecret {

/// No core dump and no debugger of the same user from here on: the process stops being dumpable
/// (prctl(2)) and its core size limit becomes 0. Its own /proc/self/mem and /proc/self/environ
/// become unreadable. TLS libraries write the keys of connections into no file: SSLKEYLOGFILE is
/// unset, for the programs that it starts too. Call it before there is a second thread. Throws
/// Error(Errc::System).
void harden_process();

/// Clears the part of the stack that functions which have returned used, 64 KiB of it: libraries
/// leave copies of secrets there (nlohmann/json's serializer has a buffer of 512 bytes). The vector
/// registers too. Call it where the work is done, in a thread of its own at its end.
void wipe_stack() noexcept;

/// Throws Error(Errc::System) if the program has got rights from a set-uid or set-gid bit: its
/// caller would be answered from the keyring of somebody else.
void require_own_rights();

} // namespace cppsecret
