// SPDX-License-Identifier: MIT
// How cppsecret ends.
#pragma once

#include "base/error.hpp"

namespace cppsecret::cli {

class Terminal;

/// As the help tells them.
enum class ExitStatus {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3, ///< nothing is there for the HOST or IMAGE that was named
};

/// Tells a person of a failure, and gives the status for it. For an action that has printed its
/// answer already; one that has none to give throws.
[[nodiscard]] ExitStatus fail(const Terminal &terminal, const Error &error) noexcept;

} // namespace cppsecret::cli
