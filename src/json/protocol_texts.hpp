// SPDX-License-Identifier: MIT
// The fixed texts of the docker credential helper protocol.
#pragma once

#include <string_view>

namespace cppsecret::json {

/// The program of a credential helper is called this and the name that auth files give it.
inline constexpr const char *helper_prefix = "docker-credential-";

// docker, podman, oras and testcontainers compare these after trimming; they name no server, since
// testcontainers learns the first one by asking for a host that cannot exist.
inline constexpr std::string_view credentials_not_found =
    "credentials not found in native keychain";
inline constexpr std::string_view no_server_url = "no credentials server URL";
inline constexpr std::string_view no_username = "no credentials username";
/// Ours: clients read an empty secret as "not found", so it is not stored.
inline constexpr std::string_view no_secret = "no credentials secret";

} // namespace cppsecret::json
