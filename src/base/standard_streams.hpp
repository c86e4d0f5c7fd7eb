// SPDX-License-Identifier: MIT
// Makes sure that the file descriptors 0, 1 and 2 are what they seem.
#pragma once

namespace cppsecret {

/// Gives a closed descriptor 0, 1 or 2 a place holder on which reads (0) and writes (1) fail, so
/// that no file or socket opened later can be taken for a standard stream. Also ignores SIGPIPE:
/// a reader that has gone away is an error of the write, not a death by a signal.
/// Throws Error(Errc::System). Call it first.
void secure_standard_streams();

} // namespace cppsecret
