// SPDX-License-Identifier: MIT
// Registries as a person names them.
#pragma once

#include <string>

namespace cppsecret::cli {

/// The registry that HOST names: host[:port], "docker.io" for Docker Hub, whose names and one URL
/// are all taken. Throws Error(Errc::Usage), with the right spelling where it can be guessed, for
/// anything that no tool would look up: a scheme, a path, capitals, no dot and no port.
[[nodiscard]] std::string parse_host(const std::string &text);

/// HOST[/NAMESPACE] as a person names it.
struct RegistryName {
    std::string host; ///< as parse_host() gives it
    std::string path; ///< the namespace; empty if there is none

    /// host[/path]
    [[nodiscard]] std::string text() const { return path.empty() ? host : host + "/" + path; }
    /// The server URL under which its login is stored: docker's for Docker Hub.
    [[nodiscard]] std::string server_url() const;
};

/// Throws Error(Errc::Usage) as parse_host() does, and for what cannot be a namespace.
[[nodiscard]] RegistryName parse_registry_name(const std::string &text);

/// True if parse_host() would take it.
[[nodiscard]] bool is_host(const std::string &text);

} // namespace cppsecret::cli
