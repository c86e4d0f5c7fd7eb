// SPDX-License-Identifier: MIT
// What the tools' look-ups came to, in words.
#pragma once

#include "setup/lookup_check.hpp"

#include <string>
#include <vector>

namespace cppsecret::cli {

/// A line for each look-up.
[[nodiscard]] std::string text_of(const std::vector<setup::CheckedLookup> &lookups);

} // namespace cppsecret::cli
