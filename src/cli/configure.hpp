// SPDX-License-Identifier: MIT
// cppsecret configure, for other commands.
#pragma once

#include "cli/terminal.hpp"

#include <string>

namespace cppsecret::cli {

/// Does what `cppsecret configure HOST` does, or `cppsecret configure --yes HOST`.
void configure_registry(const Terminal &terminal, const std::string &host, bool is_agreed);

} // namespace cppsecret::cli
