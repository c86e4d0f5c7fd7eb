// SPDX-License-Identifier: MIT
// The settings of one file for images that are named without a host.
#pragma once

#include "authfile/registries/short_names.hpp"
#include "authfile/registries/toml.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::authfile {

// Both throw Error(Errc::Input) where the tools refuse the file `name` for them.

/// The table [aliases]; empty if it is not there.
[[nodiscard]] std::vector<ShortNameAlias> aliases_of(const toml::table &table,
                                                     const std::string &name);

/// unqualified-search-registries, or the list `search` of version 1; nothing if neither is there.
[[nodiscard]] std::optional<std::vector<std::string>> search_registries_of(const toml::table &table,
                                                                           const std::string &name);

} // namespace cppsecret::authfile
