// SPDX-License-Identifier: MIT
// The tools that are here.
#pragma once

#include "machine/model/tool.hpp"

#include <vector>

namespace cppsecret::machine {

/// The tools of which a program is in PATH.
[[nodiscard]] std::vector<Tool> installed_tools();

} // namespace cppsecret::machine
