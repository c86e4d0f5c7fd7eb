// SPDX-License-Identifier: MIT
// What the helper answers on standard output: one line of JSON.
#pragma once

#include "credential/secret_string.hpp"

#include <map>
#include <string>
#include <string_view>

namespace cppsecret::protocol {

/// The answer to `get`: {"ServerURL":…,"Username":…,"Secret":…} and a newline, UTF-8 unescaped.
/// `server` is the key that was asked for: clients take it for the registry's address.
/// Throws Error(Errc::ProviderFailed) if a text is not UTF-8.
[[nodiscard]] SecretString get_response(std::string_view server, std::string_view username,
                                        const SecretString &secret);

/// The answer to `list`: {"<server>":"<user>",…} and a newline, `{}` for nothing.
/// Throws as get_response().
[[nodiscard]] std::string list_response(const std::map<std::string, std::string> &users_by_server);

} // namespace cppsecret::protocol
