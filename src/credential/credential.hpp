// SPDX-License-Identifier: MIT
// A login for a registry.
#pragma once

#include "credential/secret_string.hpp"

#include <string>

namespace cppsecret {

/// What a credential helper stores and answers. `server` is the server URL as the client wrote it,
/// `username` may be "<token>" for an identity token; both are UTF-8 without NUL. The secret may be
/// any bytes; for a keyring it is such a text too, and not empty.
struct Credential {
    std::string server;
    std::string username;
    SecretString secret;
};

/// True if user and secret are the same, whatever the server URLs.
[[nodiscard]] inline bool is_same_login(const Credential &a, const Credential &b) noexcept
{
    return a.username == b.username && a.secret.reveal() == b.secret.reveal();
}

} // namespace cppsecret
