// SPDX-License-Identifier: MIT
// cppsecret configure, for other commands.
#pragma once

#include "cli/terminal/terminal.hpp"

#include <string>

namespace cppsecret::cli {

/// Does what `cppsecret configure HOST` does, or `cppsecret configure --yes HOST`. Throws Error: as
/// machine::refuse_sudo(), require_host(), carry_out() and setup::check_lookups(), and System if no
/// tool is there.
void configure_registry(const Terminal &terminal, const std::string &host, bool is_agreed);

} // namespace cppsecret::cli
