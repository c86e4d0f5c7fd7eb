// SPDX-License-Identifier: MIT
// The entries [[registry]] of containers-registries.conf(5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// Which pulls a mirror is tried for.
enum class MirrorUse {
    All,
    DigestOnly, ///< of an image that is named with a digest
    TagOnly,    ///< of any other
};

/// Where the images of a registry may be as well.
struct Mirror {
    std::string location;
    MirrorUse use = MirrorUse::All;

    friend bool operator==(const Mirror &, const Mirror &) = default;
};

/// What registries.conf says of the images whose names begin with a prefix.
struct RegistryEntry {
    std::string prefix;   ///< host[:port][/namespace…], or *.domain
    std::string location; ///< where they are really; empty: where their names say
    bool is_insecure = false;
    bool is_blocked = false;       ///< nothing is pulled from it
    std::vector<Mirror> mirrors{}; ///< tried in this order, before `location`

    friend bool operator==(const RegistryEntry &, const RegistryEntry &) = default;
};

/// Adds the entries of a later file: each takes the place of one with its prefix.
void merge_entries(std::vector<RegistryEntry> &entries, const std::vector<RegistryEntry> &later);

/// The entry with the longest prefix that `name` (host[:port][/path]) begins with; null if there is
/// none.
[[nodiscard]] const RegistryEntry *find_entry(const std::vector<RegistryEntry> &entries,
                                              std::string_view name);

/// `name`, which begins with the entry's prefix, with `location` in the place of that; `name` as it
/// is if the location is empty.
[[nodiscard]] std::string moved_name(std::string_view name, const RegistryEntry &entry,
                                     const std::string &location);

} // namespace cppsecret::authfile
