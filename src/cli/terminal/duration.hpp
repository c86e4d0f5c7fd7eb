// SPDX-License-Identifier: MIT
// Lengths of time as a person writes them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::cli {

/// "90s", "30m", "8h", "1d", or seconds; from one second to 366 days. Nothing for another text.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text) noexcept;

/// "1 d 3 h", "59 min", "40 s": the two largest units that are needed.
[[nodiscard]] std::string duration_text(std::chrono::seconds duration);

} // namespace cppsecret::cli
