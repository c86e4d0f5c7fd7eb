// SPDX-License-Identifier: MIT
// Logins as the files that tools without a keyring read.
#pragma once

#include "credential/credential.hpp"
#include "credential/secret_string.hpp"

#include <string>
#include <vector>

namespace cppsecret::authfile {

/// Which file it is going to be.
enum class ExportFormat {
    AuthJson,         ///< containers-auth.json(5): podman, buildah, skopeo
    DockerConfigJson, ///< docker's config.json
    KubernetesSecret, ///< a manifest of a Secret of type kubernetes.io/dockerconfigjson
};

/// How the Secret is called.
struct SecretName {
    std::string name;
    std::string name_space; ///< empty if the manifest names none
};

/// The text of the file, with the passwords in it. Each login's server is a registry as a person
/// names it (docker.io for Docker Hub). Docker Hub stands under the key that the file's
/// readers look up; the user "<token>" marks the secret as an identity token. `name` is for a
/// KubernetesSecret alone: one that check_name() takes. Throws Error(Errc::Input) for a login that
/// such a file cannot hold: a user with a ':', a token that is not UTF-8.
[[nodiscard]] SecretString render(const std::vector<Credential> &logins, ExportFormat format,
                                  const SecretName &name);

/// Throws Error(Errc::Usage) for what Kubernetes does not take: a name is a DNS subdomain, a
/// namespace a DNS label (RFC 1123, lower case).
void check_name(const SecretName &name);

} // namespace cppsecret::authfile
