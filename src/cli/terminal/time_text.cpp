// SPDX-License-Identifier: MIT
#include "cli/terminal/time_text.hpp"

#include <array>

#include <time.h>

namespace cppsecret::cli {

namespace {

constexpr std::size_t longest_time = 64;

} // namespace

std::string local_time(std::uint64_t seconds)
{
    const auto time = static_cast<time_t>(seconds);
    struct tm parts {};
    if (::localtime_r(&time, &parts) == nullptr)
        return "-";
    std::array<char, longest_time> text{};
    return {text.data(), ::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts)};
}

std::string utc_time(std::uint64_t seconds)
{
    const auto time = static_cast<time_t>(seconds);
    struct tm parts {};
    if (::gmtime_r(&time, &parts) == nullptr)
        return "-";
    std::array<char, longest_time> text{};
    return {text.data(), ::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

} // namespace cppsecret::cli
