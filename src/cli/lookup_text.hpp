// SPDX-License-Identifier: MIT
// What was proven of the tools' look-ups, in words.
#pragma once

#include "setup/lookup_check.hpp"

#include <string>
#include <vector>

namespace cppsecret::cli {

/// A line for each look-up.
[[nodiscard]] std::string text_of(const std::vector<setup::ProvenLookup> &lookups);

} // namespace cppsecret::cli
