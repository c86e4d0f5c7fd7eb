// SPDX-License-Identifier: MIT
// Columns of text.
#pragma once

#include <string>
#include <vector>

namespace cppsecret::cli {

using TableRow = std::vector<std::string>;

/// The rows under each other, every column as wide as its widest cell, two blanks between; without
/// blanks at the ends of lines. Control bytes become blanks; width is counted in characters.
[[nodiscard]] std::string format_table(const std::vector<TableRow> &rows);

} // namespace cppsecret::cli
