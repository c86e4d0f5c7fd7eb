// SPDX-License-Identifier: MIT
// Where the container tools look for the certificates of a registry.
#pragma once

#include <string>
#include <vector>

namespace cppsecret::authfile {

/// The folders of containers-certs.d(5), in the order in which they are looked into:
/// $HOME/.config/containers/certs.d, /etc/containers/certs.d, /etc/docker/certs.d. `home` is an
/// absolute path.
[[nodiscard]] std::vector<std::string> certs_places(const std::string &home);

} // namespace cppsecret::authfile
