// SPDX-License-Identifier: MIT
// What has a person's files be in a place of his own.
#pragma once

#include <string>

namespace cppsecret {

/// A hint for a path that is in somebody else's folder: which variable names that folder, and for
/// HOME, what it is to name.
[[nodiscard]] std::string way_out(const std::string &path);

} // namespace cppsecret
