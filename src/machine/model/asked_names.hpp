// SPDX-License-Identifier: MIT
// The names of images that can lead a tool to a key.
#pragma once

#include "machine/model/tool.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

/// What a tool may search for so that its search comes to a login under `key`, which stands in an
/// auth file, a helper or a keyring: registry[/namespace…], and for docker its tokens. The
/// likeliest first; none for a key that no image's name begins with (a wildcard, a placeholder).
[[nodiscard]] std::vector<std::string> names_for_login(Family family, const std::string &key);

/// The same for a key of `credHelpers`, which the tools compare byte by byte.
[[nodiscard]] std::vector<std::string> names_for_helper(Family family, const std::string &key);

/// Of these names those of images for which buildx has a file; `scope` is Location::scope.
[[nodiscard]] std::vector<std::string> names_in_scope(const std::vector<std::string> &names,
                                                      const std::string &scope);

} // namespace cppsecret::machine
