// SPDX-License-Identifier: MIT
// What a client sends to the helper on standard input.
#pragma once

#include "credential/credential.hpp"
#include "credential/server_key.hpp"

#include <cstddef>
#include <string_view>

namespace cppsecret::protocol {

/// The longest input that is read, in bytes.
inline constexpr std::size_t input_limit = std::size_t{1} << 20;

/// Reads the input to its end. Throws Error(Errc::Input) if it is longer than `input_limit`,
/// Error(Errc::System) if it cannot be read.
[[nodiscard]] SecretString read_input(int fd);

/// The server URL that `get` and `erase` are asked for: the input without ASCII white space around
/// it. Throws Error(Errc::Input): `no_server_url` if it is empty, else what a keyring cannot hold
/// (NUL, invalid UTF-8).
[[nodiscard]] ServerKey parse_server_url(std::string_view input);

/// The credential that `store` is asked to keep: a JSON object with ServerURL, Username and Secret.
/// As in Go, whose clients and helpers define the protocol, the letter case of the keys does not
/// matter, other keys are ignored, `null` counts as absent and the last of a duplicate wins. The
/// server URL is given without ASCII white space around it, the other two as they are.
/// Throws Error(Errc::Input): `no_server_url`, `no_username` or `no_secret` for what is missing or
/// empty, else what is wrong; the message never quotes the input.
[[nodiscard]] Credential parse_store_request(std::string_view input);

} // namespace cppsecret::protocol
