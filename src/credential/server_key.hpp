// SPDX-License-Identifier: MIT
// The registry that a server URL stands for, whatever its spelling.
#pragma once

#include "credential/key_kind.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret {

/// The server URL under which docker stores and asks for Docker Hub's login.
inline constexpr std::string_view docker_hub_url = "https://index.docker.io/v1/";
/// The name that podman, buildah and skopeo use for Docker Hub.
inline constexpr std::string_view docker_hub_host = "docker.io";

/// A server URL as a client asked for it, and the identity it stands for: two keys are equal if
/// they name one registry.
///
/// The identity drops the scheme (http or https), the letter case of the host, the port :443, every
/// trailing '/', and a path that is only an API version (/v1 or /v2). docker.io, index.docker.io
/// and registry-1.docker.io are one registry. Any other path is a key of its own. A key with '@',
/// '?', '#', a blank or a control byte, one without a host and one with a ':' but no port have no
/// other spelling and equal only themselves.
class ServerKey {
public:
    /// Takes any bytes; ASCII white space around them is dropped.
    explicit ServerKey(std::string_view server_url);

    /// The key as it was asked for, without white space around it.
    [[nodiscard]] const std::string &as_given() const noexcept { return as_given_; }

    [[nodiscard]] bool is_empty() const noexcept { return as_given_.empty(); }

    /// The same text for every spelling of one registry, and for no other.
    [[nodiscard]] const std::string &identity() const noexcept { return identity_; }

    /// host[:port] in lower case ("docker.io" for Docker Hub), without the path; empty for a key
    /// that has no other spelling.
    [[nodiscard]] const std::string &host() const noexcept { return host_; }

    /// host[:port] as it is written, with its letter case and the port of https: the tools compare
    /// bytes, so that this is what their images name. "docker.io" for Docker Hub; empty as host().
    [[nodiscard]] std::string spelled_host() const;

    /// True if the key names something below a host (a namespace, a token), not the registry; also
    /// for one that has no other spelling, unless it is empty.
    [[nodiscard]] bool has_path() const noexcept { return identity_.size() != host_.size(); }

    [[nodiscard]] bool is_docker_hub() const noexcept;

    [[nodiscard]] KeyKind kind() const;

    /// The registry that the login is for, as a person names it: host[:port], "docker.io" for
    /// Docker Hub, for namespaces in it and for docker's tokens. Empty for KeyKind::Other.
    [[nodiscard]] std::string registry() const;

    [[nodiscard]] friend bool operator==(const ServerKey &a, const ServerKey &b) noexcept
    {
        return a.identity_ == b.identity_;
    }

private:
    [[nodiscard]] bool is_docker_hub_token() const noexcept;

    std::string as_given_;
    std::string host_;
    std::string identity_; // host_ and the path, or as_given_ without a host
};

/// The spellings of this registry, or of what is below one, that clients store logins under, best
/// known first; none for a key that has no other spelling.
[[nodiscard]] std::vector<std::string> spellings_of_clients(const ServerKey &key);

/// The keys that docker's logout erases with this one: for Docker Hub its tokens too.
[[nodiscard]] std::vector<ServerKey> keys_of_logout(const ServerKey &registry);

} // namespace cppsecret
