// SPDX-License-Identifier: MIT
// The fixed texts of the docker credential helper protocol.
#pragma once

#include <array>
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

/// With these the helpers of docker-credential-helpers begin, when they tell on standard output why
/// `get` failed.
inline constexpr std::array<std::string_view, 6> known_failures{
    no_server_url,          "The name org.freedesktop.secrets ", "Cannot autolaunch D-Bus ",
    "pass not initialized", "pass store is uninitialized",       "no usernames for "};

/// The names of our helper.
inline constexpr const char *our_helper = "cppsecret";
inline constexpr const char *our_helper_for_containers = "cppsecret-containers";

/// True for the names under which auth files and registries.conf know our helper.
[[nodiscard]] constexpr bool is_our_helper(std::string_view name) noexcept
{
    return name == our_helper || name == our_helper_for_containers;
}

} // namespace cppsecret::json
