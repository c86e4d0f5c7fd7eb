// SPDX-License-Identifier: MIT
// Tools of several ages.
#pragma once

#include "machine/model/tool.hpp"

namespace cppsecret::test {

using machine::Family;
using machine::Tool;
using machine::Version;

inline const Tool podman_4_3{Family::Containers, "podman", Version{4, 3}};
inline const Tool podman_5_8{Family::Containers, "podman", Version{5, 8}};
inline const Tool podman_6{Family::Containers, "podman", Version{6, 0}}; // by its sources
inline const Tool buildah_1_43{Family::Containers, "buildah", Version{1, 43}};
inline const Tool skopeo_1_22{Family::Containers, "skopeo", Version{1, 22}};
inline const Tool skopeo_1_23{Family::Containers, "skopeo", Version{1, 23}};

} // namespace cppsecret::test
