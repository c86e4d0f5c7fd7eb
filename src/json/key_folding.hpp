// SPDX-License-Identifier: MIT
// Which names of members are one to the tools, all of which read JSON and TOML with Go.
#pragma once

#include <string_view>

namespace cppsecret::json {

/// True if two keys are one to Go's encoding/json, which docker, podman and all their friends use,
/// and to the TOML that podman, buildah and skopeo read: these do not look at the letter case, and
/// know two letters outside of ASCII (U+017F, U+212A) as 's' and 'k'. `lower` is in lower case
/// ASCII.
[[nodiscard]] bool is_same_key(std::string_view key, std::string_view lower);

} // namespace cppsecret::json
