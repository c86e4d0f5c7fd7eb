// SPDX-License-Identifier: MIT
// Text as a person can paste it into a shell.
#pragma once

#include <string>
#include <string_view>

namespace cppsecret {

/// `text`, any bytes but NUL, as one word of a POSIX shell: as it is if every byte is harmless,
/// else in single quotes.
[[nodiscard]] std::string shell_word(std::string_view text);

} // namespace cppsecret
