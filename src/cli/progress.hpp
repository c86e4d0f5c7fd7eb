// SPDX-License-Identifier: MIT
// The progress of a room's work on the terminal.
#pragma once

#include "cli/terminal/terminal.hpp"
#include "migration/progress.hpp"

namespace cppsecret::cli {

/// Draws a bar, from the first call until what is returned is gone. `terminal` must outlive it.
[[nodiscard]] migration::Progress progress_on(const Terminal &terminal);

} // namespace cppsecret::cli
