// SPDX-License-Identifier: MIT
// The names under which `list` answers.
#pragma once

#include "keyring/common/keyring.hpp"

#include <map>
#include <string>
#include <vector>

namespace cppsecret::helper {

/// One user by server; of the logins of one registry the newest comes first in `logins`. Where
/// several get one name the user is that of the login stored under this very name, else that of the
/// newest, as `get` answers. For docker: servers as stored, but Docker Hub always as
/// https://index.docker.io/v1/, which is the name that docker's daemon needs.
[[nodiscard]] std::map<std::string, std::string>
names_for_docker(const std::vector<keyring::Login> &logins);

/// The same for the credential-helpers of containers-registries.conf(5): host[:port] only and
/// docker.io for Docker Hub, and the host with :443 beside it where it was stored with that, since
/// podman --remote stops at a key with a scheme; what has no host, or a path, is left out.
[[nodiscard]] std::map<std::string, std::string>
names_for_containers(const std::vector<keyring::Login> &logins);

} // namespace cppsecret::helper
