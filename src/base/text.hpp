// SPDX-License-Identifier: MIT
// Small helpers for text. Only ASCII letters and blanks are treated as such: server URLs and the
// helper protocol know no others.
#pragma once

#include <string>
#include <string_view>

namespace cppsecret {

/// Without the ASCII white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// With A-Z as a-z; other bytes as they are.
[[nodiscard]] std::string to_lower(std::string_view text);

/// True if `text` starts with `prefix`, A-Z and a-z being the same. `prefix` is lower case.
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text,
                                             std::string_view prefix) noexcept;

/// True if `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// `text` with every byte of a control character (0x00-0x1f, 0x7f, and U+0080-U+009f in UTF-8)
/// replaced by a blank, so that foreign text cannot break out of a one-line message, every byte
/// that is not UTF-8 by U+FFFD, so that the message always is, and the rest as escape_invisible()
/// does it.
[[nodiscard]] std::string one_line(std::string_view text);

/// UTF-8 in which every character that a terminal obeys or does not show is written as JSON would
/// escape it (\u202e), so that foreign text looks like what it is, and JSON stays what it was:
/// U+007F to U+009F, those without a width, and those that turn the direction of the text. Line
/// breaks and escape sequences are left alone.
[[nodiscard]] std::string escape_invisible(std::string_view text);

/// `text`; of one that is longer than `limit` bytes the whole characters of UTF-8 that fit, and
/// "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit);

/// "1 login", "3 logins": `count` of what `noun` names.
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// `text` as a message names it: one line, between single ticks.
[[nodiscard]] std::string in_ticks(std::string_view text);
/// Adds it to a list for a message, in which a comma stands between two.
void append_listed(std::string &list, std::string_view text);

} // namespace cppsecret
