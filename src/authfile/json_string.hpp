// SPDX-License-Identifier: MIT
// Single JSON strings: out of a text and into one.
#pragma once

#include "credential/secret_string.hpp"

#include <string>
#include <string_view>

namespace cppsecret::authfile {

/// The text (UTF-8) that `token` stands for: a JSON string with its quotes, as parse_json() has
/// checked it. Throws Error(Errc::Input) for an escape that it would not have taken.
[[nodiscard]] SecretString decode_json_string(std::string_view token);

/// `text` as a JSON string with quotes; UTF-8 stays as it is.
/// Throws Error(Errc::Input) if it is not well-formed UTF-8.
[[nodiscard]] std::string encode_json_string(std::string_view text);

/// True if two keys are one to Go's encoding/json, which docker, podman and all their friends use:
/// it does not look at the letter case, and knows two letters outside of ASCII (U+017F, U+212A) as
/// 's' and 'k'. `lower` is in lower case ASCII.
[[nodiscard]] bool is_same_key(std::string_view key, std::string_view lower);

} // namespace cppsecret::authfile
