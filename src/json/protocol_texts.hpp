// SPDX-License-Identifier: MIT
// The texts that clients of the docker credential helper protocol compare with, to the letter.
#pragma once

#include <string_view>

namespace cppsecret::json {

// docker, podman, oras and testcontainers compare these after trimming; they name no server, since
// testcontainers learns the first one by asking for a host that cannot exist.
inline constexpr std::string_view credentials_not_found =
    "credentials not found in native keychain";
inline constexpr std::string_view no_server_url = "no credentials server URL";
inline constexpr std::string_view no_username = "no credentials username";
/// Ours: clients read an empty secret as "not found", so it is not stored.
inline constexpr std::string_view no_secret = "no credentials secret";

} // namespace cppsecret::json
