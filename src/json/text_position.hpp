// SPDX-License-Identifier: MIT
// Where in a text something is, as editors count.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cppsecret::json {

/// Both count from 1; the column counts characters (UTF-8 sequences), a tab as one.
struct TextPosition {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const TextPosition &, const TextPosition &) = default;
};

/// The position of the byte at `offset`; the end of the text if it is not that long. Takes time in
/// proportion to `offset`.
[[nodiscard]] TextPosition position_at(std::string_view text, std::size_t offset) noexcept;

/// "line 3, column 5"
[[nodiscard]] std::string to_string(const TextPosition &position);

} // namespace cppsecret::json
