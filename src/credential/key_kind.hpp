// SPDX-License-Identifier: MIT
// What a key names, and so who may hold its login.
#pragma once

namespace cppsecret {

/// What the key of a login names, in an auth file, a helper or a keyring.
enum class KeyKind {
    Registry,       ///< host[:port], in any spelling
    Namespace,      ///< something below a host: quay.io/team
    DockerHubToken, ///< what docker keeps beside the login that it made in the browser
    Other,          ///< nothing that the name of an image can begin with
};

/// True for what clients ask a helper for, so that a helper can hold its login: a registry, and
/// docker's tokens. podman, buildah, skopeo and docker never ask one for a namespace.
[[nodiscard]] constexpr bool is_asked_of_helpers(KeyKind kind) noexcept
{
    return kind == KeyKind::Registry || kind == KeyKind::DockerHubToken;
}

} // namespace cppsecret
