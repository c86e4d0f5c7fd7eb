// SPDX-License-Identifier: MIT
// Where a program is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::client {

/// The first executable plain file called `name` in the folders of `search_path`, which is as PATH
/// is; nothing if there is none, or `name` has a '/'. Folders that are not absolute are passed
/// over: a program is never taken from wherever one happens to be, and Go's clients do the same.
[[nodiscard]] std::optional<std::string> find_program(std::string_view name,
                                                      std::string_view search_path);

/// The same in the folders of the environment variable PATH.
[[nodiscard]] std::optional<std::string> find_program(std::string_view name);

} // namespace cppsecret::client
