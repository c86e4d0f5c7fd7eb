// SPDX-License-Identifier: MIT
// Reads the command line.
#pragma once

#include "cli/command.hpp"

namespace cppsecret::cli {

/// What the command line asks for: a command, or to print help or the version. Throws
/// Error(Errc::Usage) for one that is wrong.
[[nodiscard]] Action read_command_line(int argc, const char *const *argv);

} // namespace cppsecret::cli
