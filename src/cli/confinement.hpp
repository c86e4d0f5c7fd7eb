// SPDX-License-Identifier: MIT
// The sandbox of the commands that start no program and ask no registry.
#pragma once

#include "keyring/files_in_use.hpp"

#include <string>
#include <vector>

namespace cppsecret::cli {

/// Enters the sandbox: from here on the command works on the keyring, reads the files of
/// `readable` as well, asks on the terminal, and does nothing else. CPPSECRET_DEBUG=1 shows what is
/// in force. Call it first of all: what has a thread by then stays outside.
void confine(keyring::Use use, std::vector<std::string> readable = {});

} // namespace cppsecret::cli
