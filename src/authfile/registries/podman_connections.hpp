// SPDX-License-Identifier: MIT
// Whether podman talks to a podman elsewhere.
#pragma once

#include "authfile/files/locations.hpp"

#include <string>

namespace cppsecret::authfile {

/// What shows that podman uses, or may use, a service elsewhere (podman --remote, podman machine):
/// the name of the variable CONTAINER_HOST or CONTAINER_CONNECTION, or the path of a file that
/// names a connection. Empty if nothing does. Such a podman sends the keys of all logins, and
/// refuses every pull when one of them is a URL.
///
/// Looks into containers.conf(5), its drop-in folders and podman-connections.json. A file that
/// cannot be read or parsed counts as one that names a connection: nothing is certain then. A
/// folder that cannot be read counts as empty.
[[nodiscard]] std::string find_podman_connection(const Environment &environment);

/// The first connection to a virtual machine of podman's (podman machine) that
/// podman-connections.json, or the file of PODMAN_CONNECTIONS_CONF, lists; empty if none does.
[[nodiscard]] std::string find_podman_machine(const Environment &environment);

} // namespace cppsecret::authfile
