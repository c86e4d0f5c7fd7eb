// SPDX-License-Identifier: MIT
// Files that an editor or PowerShell of Windows has written.
#pragma once

#include "base/command.hpp"
#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::authfile {

/// What begins a text of UTF-8 there.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// The command that takes that mark from the file.
[[nodiscard]] Command command_without_mark(const std::string &file);

/// Why no tool can read this text of the file: it is UTF-16, or begins with a byte order mark; the
/// hint is the command that mends it. Nothing for other texts.
[[nodiscard]] std::optional<Error> find_foreign_encoding(std::string_view text,
                                                         const std::string &file);

} // namespace cppsecret::authfile
