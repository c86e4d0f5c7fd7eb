// SPDX-License-Identifier: MIT
// Where the container tools look for the certificates of a registry.
#pragma once

#include "authfile/files/locations.hpp"
#include "base/command.hpp"

#include <string>
#include <vector>

namespace cppsecret::authfile {

/// The folders of containers-certs.d(5), in the order in which they are looked into. Before podman
/// 6: $HOME/.config/containers/certs.d, /etc/containers/certs.d, /etc/docker/certs.d. Since then
/// the first is below XDG_CONFIG_HOME, and there are some for users with and without root's rights.
[[nodiscard]] std::vector<std::string> certs_places(const Environment &environment,
                                                    bool has_podman_6_layout);

/// The command that makes the folder of a registry out of a file in its place, which is kept as the
/// certificate in it.
[[nodiscard]] Command command_for_certs_folder(const std::string &file);

} // namespace cppsecret::authfile
