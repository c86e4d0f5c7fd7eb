// SPDX-License-Identifier: MIT
// What podman and buildah make of an image that is named without a host.
#pragma once

#include "authfile/files/locations.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// An entry of [aliases] in registries.conf, or in the file that podman and buildah write.
struct ShortNameAlias {
    std::string name;  ///< without a host, a tag and a digest
    std::string image; ///< host[:port]/path; empty: an alias of an earlier file is taken back
    std::string file;  ///< that says so

    friend bool operator==(const ShortNameAlias &, const ShortNameAlias &) = default;
};

/// Adds the aliases of a later file: each takes the place of one with its name.
void merge_aliases(std::vector<ShortNameAlias> &aliases, const std::vector<ShortNameAlias> &later);

/// The alias of a name, taken back or not; null if there is none.
[[nodiscard]] const ShortNameAlias *find_alias(const std::vector<ShortNameAlias> &aliases,
                                               std::string_view name);

/// The file in which podman and buildah note what a person has chosen; it comes before
/// registries.conf.
[[nodiscard]] std::string chosen_aliases_path(const Environment &environment);

/// The aliases in such a file; none if it is not there. Throws Error(Errc::Input) where podman and
/// buildah refuse it, and as read_file().
[[nodiscard]] std::vector<ShortNameAlias> read_chosen_aliases(const std::string &path);

} // namespace cppsecret::authfile
