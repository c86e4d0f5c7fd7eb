// SPDX-License-Identifier: MIT
// The entries [[registry]] of one file, in either version of the format.
#pragma once

#include "authfile/registries/registry_entries.hpp"
#include "authfile/registries/toml.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::authfile {

/// Of several with one prefix the first, as the tools have it within a file. Throws
/// Error(Errc::Input) where the tools refuse the file `name` for them.
[[nodiscard]] std::vector<RegistryEntry> entries_of(const toml::table &table,
                                                    const std::string &name);

/// What `registries` of a file of version 1 says in its lists `block` and `insecure`. Throws
/// likewise.
[[nodiscard]] std::vector<RegistryEntry> entries_of_version_1(const toml::table &registries,
                                                              const std::string &name);

/// The array `registries` in a list of version 1, which is itself a table; nothing if it is not
/// there. Throws likewise.
[[nodiscard]] std::optional<std::vector<std::string>>
list_of_version_1(const toml::table &registries, const char *list, const std::string &name);

} // namespace cppsecret::authfile
