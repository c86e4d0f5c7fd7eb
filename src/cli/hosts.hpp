// SPDX-License-Identifier: MIT
// Registries as a person names them.
#pragma once

#include <string>

namespace cppsecret::cli {

/// The registry that HOST names: host[:port], "docker.io" for Docker Hub, whose names and one URL
/// are all taken. Throws Error(Errc::Usage), with the right spelling where it can be guessed, for
/// anything that no tool would look up: a scheme, a path, capitals, no dot and no port.
[[nodiscard]] std::string parse_host(const std::string &text);

/// True if parse_host() would take it.
[[nodiscard]] bool is_host(const std::string &text);

} // namespace cppsecret::cli
