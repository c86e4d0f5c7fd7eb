// SPDX-License-Identifier: MIT
// Which registries podman, buildah and skopeo ask for an image, by registries.conf.
#pragma once

#include "authfile/registries/registries_conf.hpp"
#include "credential/image_reference.hpp"

#include <string>
#include <vector>

namespace cppsecret::authfile {

/// One place where a tool asks for an image, with the login that is found under `name`.
struct ImagePlace {
    std::string name;    ///< host[:port]/path
    std::string reason;  ///< why there, "mirror of 'quay.io'"; empty: it is the image's own name
    std::string problem; ///< why the tool does not get as far as to ask; empty if it does

    friend bool operator==(const ImagePlace &, const ImagePlace &) = default;
};

/// All of them, in the order in which they are tried: mirrors before the location, and for a short
/// name the alias alone, or else the search registries (a person on a terminal is asked for one of
/// several). One with an IPv6 address is refused, by podman 5.8 too. skopeo takes a short name for
/// Docker Hub's; a reason says so. `login` of the tools goes to the registry that it is given,
/// whatever is said here.
[[nodiscard]] std::vector<ImagePlace> image_places(const ImageReference &image,
                                                   const RegistriesConf &conf);

} // namespace cppsecret::authfile
