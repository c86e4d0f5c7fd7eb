// SPDX-License-Identifier: MIT
// The names under which `list` answers.
#pragma once

#include "keyring/keyring.hpp"

#include <map>
#include <string>
#include <vector>

namespace cppsecret::helper {

/// One user by server, the newest login of a registry being the first in `logins`. For docker:
/// servers as stored, but Docker Hub always as https://index.docker.io/v1/, which is the name that
/// docker's daemon needs.
[[nodiscard]] std::map<std::string, std::string>
names_for_docker(const std::vector<keyring::Login> &logins);

/// For the credential-helpers of registries.conf: host[:port] only and docker.io for Docker Hub,
/// since podman --remote stops at a key with a scheme; keys with a path are left out.
[[nodiscard]] std::map<std::string, std::string>
names_for_containers(const std::vector<keyring::Login> &logins);

} // namespace cppsecret::helper
