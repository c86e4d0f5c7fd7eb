// SPDX-License-Identifier: MIT
#include "json/text_position.hpp"

#include <algorithm>

namespace cppsecret::json {

TextPosition position_at(std::string_view text, std::size_t offset) noexcept
{
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is 0
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const auto line = before.substr(line_start);
    const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80; // not inside of a sequence
    });
    return {static_cast<std::size_t>(lines) + 1, static_cast<std::size_t>(characters) + 1};
}

std::string to_string(const TextPosition &position)
{
    return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

} // namespace cppsecret::json
