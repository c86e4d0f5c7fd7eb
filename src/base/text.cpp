// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cppsecret {

namespace {

constexpr std::string_view white_space = " \t\n\v\f\r";
constexpr std::string_view replacement_character = "\xef\xbf\xbd"; // U+FFFD

constexpr char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_continuation(unsigned char byte) noexcept
{
    return byte >= 0x80 && byte <= 0xbf;
}

/// The length of the well-formed UTF-8 sequence at the start of `text` (not empty), 0 if none.
/// The ranges are those of RFC 3629, section 4.
std::size_t sequence_length(std::string_view text) noexcept
{
    const auto byte = [&](std::size_t i) -> unsigned char {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return is_continuation(byte(1)) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const unsigned char least = first == 0xe0 ? 0xa0 : 0x80;
        const unsigned char most = first == 0xed ? 0x9f : 0xbf;
        const bool well_formed = byte(1) >= least && byte(1) <= most && is_continuation(byte(2));
        return well_formed ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const unsigned char least = first == 0xf0 ? 0x90 : 0x80;
        const unsigned char most = first == 0xf4 ? 0x8f : 0xbf;
        const bool well_formed = byte(1) >= least && byte(1) <= most && is_continuation(byte(2)) &&
                                 is_continuation(byte(3));
        return well_formed ? 4 : 0;
    }
    return 0;
}

/// Of a well-formed sequence of up to three bytes; 0 for another.
char32_t code_point_of(std::string_view character) noexcept
{
    const auto bits = [&](std::size_t i, unsigned char mask) {
        return static_cast<char32_t>(static_cast<unsigned char>(character[i]) & mask);
    };
    switch (character.size()) {
    case 1:
        return bits(0, 0x7f);
    case 2:
        return bits(0, 0x1f) << 6 | bits(1, 0x3f);
    case 3:
        return bits(0, 0x0f) << 12 | bits(1, 0x3f) << 6 | bits(2, 0x3f);
    default:
        return 0;
    }
}

/// DEL and C1, which terminals obey; U+061C and those after it have no width, or turn the text.
constexpr bool is_invisible(char32_t code) noexcept
{
    struct Range {
        char32_t first, last;
    };
    constexpr std::array ranges{Range{0x7f, 0x9f},     Range{0x61c, 0x61c},
                                Range{0x200b, 0x200f}, Range{0x2028, 0x202e},
                                Range{0x2060, 0x2069}, Range{0xfeff, 0xfeff}};
    return std::any_of(ranges.begin(), ranges.end(), [code](const Range &range) {
        return code >= range.first && code <= range.last;
    });
}

void append_escape(std::string &text, char32_t code)
{
    constexpr std::string_view digits = "0123456789abcdef";
    text += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        text += digits[code >> shift & 0xf];
}

} // namespace

std::string_view trim(std::string_view text) noexcept
{
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string to_lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept
{
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(),
                      [](char wanted, char given) { return wanted == lower(given); });
}

bool is_utf8(std::string_view text) noexcept
{
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string one_line(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto length = sequence_length(text);
        const std::string_view character = text.substr(0, length);
        const char32_t code = code_point_of(character);
        if (length == 0)
            result += replacement_character;
        else if ((length == 1 && code < 0x20) || (code >= 0x7f && code < 0xa0))
            result.append(length, ' ');
        else if (is_invisible(code))
            append_escape(result, code);
        else
            result += character;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

std::string escape_invisible(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto length = sequence_length(text);
        const char32_t code = code_point_of(text.substr(0, length));
        const std::size_t step = std::max<std::size_t>(length, 1);
        if (is_invisible(code))
            append_escape(result, code);
        else
            result += text.substr(0, step);
        text.remove_prefix(step);
    }
    return result;
}

std::string shortened(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return std::string(text);
    std::size_t end = limit;
    while (end > 0 && limit - end < 3 && // no character has more than 3 bytes behind its first
           is_continuation(static_cast<unsigned char>(text[end])))
        --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string in_ticks(std::string_view text)
{
    return "'" + one_line(text) + "'";
}

void append_listed(std::string &list, std::string_view text)
{
    list.append(list.empty() ? "" : ", ").append(text);
}

} // namespace cppsecret
