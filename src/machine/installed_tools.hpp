// SPDX-License-Identifier: MIT
// The tools that are here.
#pragma once

#include "machine/model/tool.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

/// The tools of which the program is in PATH, each asked once in this process for its version, for
/// 10 s at most: podman, buildah, skopeo, docker.
[[nodiscard]] const std::vector<Tool> &installed_tools();

/// Throws Error(Errc::System) if the helper of this name, without "docker-credential-", is not in
/// PATH.
void require_our_helper(const std::string &name);

} // namespace cppsecret::machine
