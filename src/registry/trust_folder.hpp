// SPDX-License-Identifier: MIT
// The folders of containers-certs.d(5): whom the container tools trust for one registry.
#pragma once

#include "registry/http.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::registry {

/// The folders in which a registry's own may be, in the order in which they are looked into.
using TrustPlaces = std::vector<std::string>;

/// The name of the file that `cppsecret trust` writes.
inline constexpr const char *authority_file = "ca.crt";

/// What is trusted for one registry, and where that is written.
struct Trust {
    std::string folder;          ///< that counts: the first that is there; empty if none is
    std::string folder_to_write; ///< where a certificate would be looked for
    std::vector<std::string> authority_files; ///< the *.crt of the folder
    std::vector<std::string> empty_files;     ///< those of them without a certificate in PEM
    std::vector<std::string> other_folders;   ///< of the same host with another port, or none
    TlsSettings tls;
};

/// Reads the folder of a registry (host[:port], "docker.io"), as podman, buildah and skopeo do: the
/// first that exists, alone; every *.crt, and the first *.cert with its *.key. A folder that cannot
/// be read counts as empty. `cert_dir` takes the place of all. Throws Error(Errc::Input) for a
/// file in the place of the folder, half of a pair or a damaged certificate, and
/// Error(Errc::System) for a file that cannot be read; both name it.
[[nodiscard]] Trust read_trust(const std::string &registry, const TrustPlaces &places,
                               const std::optional<std::string> &cert_dir);

} // namespace cppsecret::registry
