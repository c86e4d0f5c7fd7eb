// SPDX-License-Identifier: MIT
// The environment of a child.
#pragma once

#include <string>
#include <vector>

namespace cppsecret::client {

/// Our environment with these, NAME=value, in the place of those of the same names; ends with a
/// null. Points into both.
[[nodiscard]] std::vector<char *> environment_with(std::vector<std::string> &variables);

} // namespace cppsecret::client
