// SPDX-License-Identifier: MIT
// Registries in which logins are in use by namespace, which no helper can hold.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "machine/finding.hpp"
#include "machine/model/tool_settings.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace cppsecret::machine {

/// The users that such a registry has in files, by its host: of the namespaces and of the host.
using ByNamespace = std::map<std::string, std::set<std::string>>;

/// Those with a login in a file for a namespace at which the search of some tool ends, or may end.
/// `ask` and `shares_keyring` as for reach_of().
[[nodiscard]] ByNamespace
find_by_namespace(const ToolSettings &settings, const authfile::AskHelper &ask,
                  const std::function<bool(std::string_view)> &shares_keyring);

/// A file that holds `count` logins in plain text for such a registry and its namespaces.
[[nodiscard]] Finding plain_by_namespace(const std::string &file, std::size_t count,
                                         const ByNamespace::value_type &registry);

} // namespace cppsecret::machine
