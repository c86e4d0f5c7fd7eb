// SPDX-License-Identifier: MIT
// Single JSON strings: out of a text and into one.
#pragma once

#include "credential/secret_string.hpp"

#include <string>
#include <string_view>

namespace cppsecret::json {

/// The text (UTF-8) that `token` stands for: a JSON string with its quotes, as parse() has
/// checked it. Throws Error(Errc::Input) for an escape that it would not have taken.
[[nodiscard]] SecretString decode_string(std::string_view token);

/// `text` as a JSON string with quotes; UTF-8 stays as it is.
/// Throws Error(Errc::Input) if it is not well-formed UTF-8.
[[nodiscard]] std::string encode_string(std::string_view text);

} // namespace cppsecret::json
