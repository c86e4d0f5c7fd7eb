// SPDX-License-Identifier: MIT
// The token server of a registry: distribution's token authentication and its OAuth2 variant.
#pragma once

#include "credential/credential.hpp"
#include "registry/challenge.hpp"
#include "registry/http.hpp"

#include <optional>
#include <string>

namespace cppsecret::registry {

/// The user name that marks a secret as an identity token (an OAuth2 refresh token).
inline constexpr const char *identity_token_user = "<token>";

[[nodiscard]] bool is_identity_token(const Credential &credential) noexcept;

/// "Basic …" (RFC 7617, UTF-8) for a user, without a ':' in it, and a password.
[[nodiscard]] SecretString basic_authorization(const Credential &credential);

/// "Bearer …" (RFC 6750).
[[nodiscard]] SecretString bearer_authorization(const SecretString &token);

/// Asks `realm` for a token as `challenge` (Bearer) wants it: a GET with Basic, or for an identity
/// token a POST (RFC 6749, section 6). Without TLS settings.
[[nodiscard]] Request token_request(const Url &realm, const Challenge &challenge,
                                    const Credential &credential);

/// What it gives.
struct Tokens {
    SecretString access;
    SecretString refresh; ///< empty unless the server gives a new one
};

/// What a token server answers, as JSON; nothing if there is no token in it that a header can hold.
[[nodiscard]] std::optional<Tokens> parse_tokens(const std::string &body);

} // namespace cppsecret::registry
