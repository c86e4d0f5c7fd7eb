// SPDX-License-Identifier: MIT
// Text as a person can paste it into a shell. For Command alone: it is what advice is made of.
#pragma once

#include <string>
#include <string_view>

namespace cppsecret {

/// `text` as one word of a POSIX shell, in one line of what a terminal shows as it is: bare if
/// every byte is harmless, else in single quotes, and where a byte of it is a control character,
/// not UTF-8 or invisible (see one_line()) as what printf(1) makes of its number. Empty if there is
/// no such word: one that holds NUL or ends in a line break, which no shell keeps.
[[nodiscard]] std::string shell_word(std::string_view text);

/// The same for a path at whose start stands what a shell expands: `~`, `~USER`, `$NAME` or
/// `${NAME}`. That it may, and nothing behind it.
[[nodiscard]] std::string expanding_shell_word(std::string_view path);

} // namespace cppsecret
