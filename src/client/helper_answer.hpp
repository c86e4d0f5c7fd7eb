// SPDX-License-Identifier: MIT
// What a credential helper answers, as a Go program reads it: members without regard to letter
// case, and nothing of what stands behind the first value.
#pragma once

#include "credential/credential.hpp"

#include <map>
#include <optional>
#include <string>

namespace cppsecret::client {

/// The login in an answer to `get`, for the server that was asked for; members that are missing are
/// empty. Nothing for what is no such answer.
[[nodiscard]] std::optional<Credential> login_in(const SecretString &answer,
                                                 const std::string &server);

/// The users by server URL in an answer to `list`; nothing for what is no such answer.
[[nodiscard]] std::optional<std::map<std::string, std::string>>
users_in(const SecretString &answer);

} // namespace cppsecret::client
