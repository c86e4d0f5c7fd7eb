// SPDX-License-Identifier: MIT
// Points in time as text.
#pragma once

#include <cstdint>
#include <string>

namespace cppsecret::cli {

/// "2026-11-22 00:45" in the zone of the person; `seconds` since 1970. "-" for a year that no
/// calendar of the system has.
[[nodiscard]] std::string local_time(std::uint64_t seconds);

/// "2026-11-22T00:45:03Z" (RFC 3339); else as local_time().
[[nodiscard]] std::string utc_time(std::uint64_t seconds);

} // namespace cppsecret::cli
