// SPDX-License-Identifier: MIT
// Registries as a person names them, and the names that tools have for them.
#pragma once

#include "credential/key_kind.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cppsecret {

/// Registries as parse_host() gives them.
using Hosts = std::set<std::string>;

/// The registry that HOST names: host[:port], "docker.io" for Docker Hub, whose names and one URL
/// are all taken. Nothing for anything that no tool would look up: a scheme, a path, capitals, no
/// dot and no port.
[[nodiscard]] std::optional<std::string> parse_host(std::string_view text);

/// The same for what a person names. Throws Error(Errc::Usage), with the right spelling where it
/// can be guessed.
[[nodiscard]] std::string require_host(const std::string &text);

/// True if parse_host() would take it.
[[nodiscard]] bool is_host(std::string_view text);

/// True if parse_host() gives Docker Hub as `host`.
[[nodiscard]] bool is_docker_hub(std::string_view host) noexcept;
/// The registries themselves: without the port of https, which a person may name.
[[nodiscard]] Hosts without_spellings(const Hosts &hosts);
[[nodiscard]] bool contains_docker_hub(const Hosts &hosts);
void remove_docker_hub(Hosts &hosts);

/// The key under which docker asks for the login of an image: `name` is its registry[/path], and
/// docker drops the path; Docker Hub has a URL. Docker's tokens (KeyKind) have a URL each.
[[nodiscard]] std::string docker_key_of(std::string_view name);

/// The key of `credHelpers` by which docker chooses the helper that it asks for `key`, as
/// docker_key_of() gives it: docker keeps its tokens where the login of Docker Hub is.
[[nodiscard]] std::string docker_helper_key_of(const std::string &key);

/// The name by which docker knows the login that is stored under `server`: docker's key for every
/// spelling of Docker Hub, anything else as it is.
[[nodiscard]] std::string docker_name_of(const std::string &server);

/// host[:port] to connect to for a registry (as parse_host() gives it): Docker Hub's has another
/// name than its images.
[[nodiscard]] std::string address_of(const std::string &registry);

/// True for a key of `credHelpers` that some tool can ask for: a registry without scheme and path,
/// or docker's key for Docker Hub.
[[nodiscard]] bool is_helper_key(std::string_view key);

/// HOST[/NAMESPACE] as a person names it.
struct RegistryName {
    std::string host; ///< as parse_host() gives it
    std::string path; ///< the namespace; empty if there is none

    /// Registry or Namespace.
    [[nodiscard]] KeyKind kind() const noexcept
    {
        return path.empty() ? KeyKind::Registry : KeyKind::Namespace;
    }
    /// host[/path]
    [[nodiscard]] std::string text() const { return path.empty() ? host : host + "/" + path; }
    /// The key under which docker asks for the login of its images.
    [[nodiscard]] std::string docker_key() const { return docker_key_of(host); }
    /// The server URL under which its login is stored: docker's for Docker Hub.
    [[nodiscard]] std::string server_url() const { return path.empty() ? docker_key() : text(); }
};

/// The registry that a person names. Throws as require_host(), and Error(Errc::Usage) for what
/// cannot be a namespace.
[[nodiscard]] RegistryName require_registry_name(const std::string &text);

} // namespace cppsecret
