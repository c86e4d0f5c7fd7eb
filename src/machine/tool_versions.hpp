// SPDX-License-Identifier: MIT
// What depends on the versions of the tools that are installed. Each of these may run them.
#pragma once

#include "authfile/registries/registries_conf.hpp"

namespace cppsecret::machine {

/// Whether the docker that is there is too old for DOCKER_AUTH_CONFIG. An unknown one is not.
[[nodiscard]] bool is_docker_older_than_28_3();

/// Whether podman, buildah or skopeo, the first of them that is there, is older than 4.4, 1.29 or
/// 1.11: of the same age, they share a library. An unknown one is not, nor is one that is not
/// there. Old ones go on to the other auth files where one is named, and let empty settings of the
/// two versions of registries.conf stand side by side.
[[nodiscard]] bool are_containers_tools_old();

/// registries.conf as the tools that are there read it. Throws Error where they refuse it.
[[nodiscard]] authfile::RegistriesConf
read_registries_conf_as_tools(const authfile::Environment &environment);

} // namespace cppsecret::machine
