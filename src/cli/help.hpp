// SPDX-License-Identifier: MIT
// What --help prints: a layout of our own, since the parser's changes with its version.
#pragma once

#include <memory>
#include <vector>

namespace CLI {
class App;
class FormatterBase;
class Option;
} // namespace CLI

namespace cppsecret::cli {

/// The commands below `app` that the help shows, in the order of their declaration.
[[nodiscard]] std::vector<const CLI::App *> shown_commands(const CLI::App &app);

/// Its options, or its arguments, that the help shows, in the order of their declaration.
[[nodiscard]] std::vector<const CLI::Option *> shown_options(const CLI::App &app,
                                                             bool are_positional);

/// Lays out the help of a command: what it does, its usage, arguments, options, commands and what
/// Options::more_help() added, each line as it was declared. Knows what Options can declare.
[[nodiscard]] std::shared_ptr<CLI::FormatterBase> help_formatter();

} // namespace cppsecret::cli
