// SPDX-License-Identifier: MIT
// What may come next on a command line: the shells' completions ask for it.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cppsecret::cli {

/// The first argument with which the shells' completions ask. It is in no help: only they use it.
inline constexpr const char *complete_command = "__complete";

/// Registries that a person may mean by HOST.
using KnownHosts = std::function<std::set<std::string>()>;

/// What the last of `words` may become, a line each: the word, and a tab and a description if there
/// is one. The line ":files" stands for the names of files. `words` are those after the program's
/// name as far as the cursor, so that the last is empty after a blank. `hosts` is asked only where
/// a HOST or an IMAGE may come.
[[nodiscard]] std::string complete(const CLI::App &app, const std::vector<std::string> &words,
                                   const KnownHosts &hosts);

} // namespace cppsecret::cli
