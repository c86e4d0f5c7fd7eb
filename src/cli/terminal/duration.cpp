// SPDX-License-Identifier: MIT
#include "cli/terminal/duration.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace cppsecret::cli {

namespace {

struct Unit {
    std::string_view letter;
    std::string_view name;
    long seconds;
};

constexpr std::array<Unit, 4> units{{
    {"d", " d", 24L * 60 * 60},
    {"h", " h", 60L * 60},
    {"m", " min", 60},
    {"s", " s", 1},
}};
constexpr long longest = 366L * 24 * 60 * 60;

} // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) noexcept
{
    long number = 0;
    const char *const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc())
        return std::nullopt;
    const std::string_view letter(rest, static_cast<std::string_view::size_type>(end - rest));
    for (const Unit &unit : units)
        if (letter == unit.letter || (letter.empty() && unit.seconds == 1))
            return number < 1 || number > longest / unit.seconds
                       ? std::nullopt
                       : std::optional(std::chrono::seconds(number * unit.seconds));
    return std::nullopt;
}

std::string duration_text(std::chrono::seconds duration)
{
    long left = duration.count();
    std::string text;
    for (const Unit &unit : units) {
        const long count = left / unit.seconds;
        left %= unit.seconds;
        if (!text.empty()) // the unit below the first one, and no more
            return count == 0 ? text : text + " " + std::to_string(count).append(unit.name);
        if (count != 0)
            text = std::to_string(count).append(unit.name);
    }
    return text.empty() ? "0 s" : text;
}

} // namespace cppsecret::cli
