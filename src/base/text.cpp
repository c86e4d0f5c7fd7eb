// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <algorithm>
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
        // U+0080 to U+009f are control characters too, and terminals obey them
        const bool is_control =
            (length == 1 && (static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7f)) ||
            (length == 2 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0);
        if (length == 0)
            result += replacement_character;
        else if (is_control)
            result.append(length, ' ');
        else
            result += character;
        text.remove_prefix(std::max<std::size_t>(length, 1));
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
