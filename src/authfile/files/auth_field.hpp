// SPDX-License-Identifier: MIT
// The base64 text `auth` of an auth file's entry.
#pragma once

#include "credential/secret_string.hpp"

#include <string>
#include <string_view>

namespace cppsecret::authfile {

/// What docker, podman and their friends make of an `auth` that is not in order.
enum class AuthDefect {
    None,
    NotBase64, ///< an error to all
    NoColon,   ///< podman passes the entry over, docker drops every login of the file
    NoUser,    ///< nothing before the colon: as NoColon to docker, an empty user to podman
};

/// What an `auth` holds: any bytes. Without a login for NotBase64 and NoColon.
struct DecodedAuth {
    AuthDefect defect = AuthDefect::None;
    std::string username;
    SecretString password;
};

/// Decodes base64 of "user:password" as Go's base64.StdEncoding does (RFC 4648, section 4; padding
/// needed, CR and LF anywhere are passed over; an empty text is none). The user ends at the first
/// colon; NUL bytes around the password are dropped.
[[nodiscard]] DecodedAuth decode_auth(std::string_view auth);

/// Base64 (RFC 4648, section 4, on one line) of anything.
[[nodiscard]] SecretString encode_base64(std::string_view bytes);

/// Base64 of "username:password"; a user with a ':' is not read back as it was.
[[nodiscard]] SecretString encode_auth(std::string_view username, std::string_view password);

/// What a defect is called in a message, "is not base64"; empty for none.
[[nodiscard]] std::string_view describe(AuthDefect defect) noexcept;

} // namespace cppsecret::authfile
