// SPDX-License-Identifier: MIT
// Who runs the program, seen from outside of a user namespace.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace cppsecret {

/// The user id outside that `uid` stands for, by the text of a uid_map (user_namespaces(7));
/// nothing if the map does not mention it.
[[nodiscard]] std::optional<uid_t> map_uid_to_parent(std::string_view uid_map, uid_t uid) noexcept;

/// The user id inside that stands for the user id `uid` outside; nothing if there is none.
[[nodiscard]] std::optional<uid_t> map_uid_from_parent(std::string_view uid_map,
                                                       uid_t uid) noexcept;

/// The text of /proc/self/uid_map, empty if there is no such file. Throws Error(Errc::System) if it
/// cannot be read.
[[nodiscard]] std::string uid_map_of_process();

/// geteuid() mapped through /proc/self/uid_map: rootless podman and buildah run a helper as uid 0
/// of a user namespace, and this is the uid of the person. geteuid() itself if there is no map, or
/// the map does not mention it. Throws Error(Errc::System) if the map cannot be read.
[[nodiscard]] uid_t real_uid();

} // namespace cppsecret
