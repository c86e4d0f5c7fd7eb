// SPDX-License-Identifier: MIT
// The tools that are here.
#pragma once

#include "authfile/files/locations.hpp"
#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::machine {

/// The tools of which the program is in PATH, each asked once in this process for its version, for
/// 30 s at most: podman, buildah, skopeo, docker.
[[nodiscard]] const std::vector<Tool> &installed_tools();

/// docker's plugin buildx, as docker finds it where that is among these tools, else as a program;
/// nothing if it does not answer within 30 s.
[[nodiscard]] std::optional<Tool> find_buildx(const std::vector<Tool> &installed);

/// environment_of_process(), with the home that docker has where it comes from the snap.
[[nodiscard]] authfile::Environment environment_of_tools(bool is_docker_from_snap);

/// The same for the docker in PATH.
[[nodiscard]] authfile::Environment environment_of_tools();

/// Throws Error(Errc::System) if the helper of this name, without "docker-credential-", is not in
/// PATH.
void require_our_helper(const std::string &name);

} // namespace cppsecret::machine
