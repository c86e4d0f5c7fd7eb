// SPDX-License-Identifier: MIT
// Reading the tables of registries.conf as the tools do: a wrong type is an error.
#pragma once

#include "authfile/registries/toml.hpp"
#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// Reads the text of the file `name`. Throws Error(Errc::Input) if it is not TOML.
[[nodiscard]] toml::table parse_toml(std::string_view text, const std::string &name);

/// What is wrong in the file `name`, and where.
[[nodiscard]] Error problem_in(const std::string &name, const toml::source_position &position,
                               const std::string &what);

/// The value of a key, whose letter case does not matter to the tools if there is no exact match;
/// null if there is none.
[[nodiscard]] const toml::node *find_key(const toml::table &table, std::string_view lower);

// These throw Error(Errc::Input) for a value of another type; `owner` is what the message calls the
// table ("a registry").

/// A text; empty if it is not there.
[[nodiscard]] std::string text_of(const toml::table &table, const char *key,
                                  const std::string &name, const std::string &owner);

/// A text that names a registry: without the slashes at its end. Throws for one with a scheme, too.
[[nodiscard]] std::string location_of(const toml::table &table, const char *key,
                                      const std::string &name, const std::string &owner);

/// True or false; false if it is not there.
[[nodiscard]] bool flag_of(const toml::table &table, const char *key, const std::string &name,
                           const std::string &owner);

/// An array of texts, each of which the message calls `element`; nothing if it is not there.
[[nodiscard]] std::optional<std::vector<std::string>> texts_of(const toml::table &table,
                                                               const char *key,
                                                               const std::string &name,
                                                               const std::string &element);

/// An array of tables, each of which the message calls `element`; empty if it is not there. They
/// live as long as `table`.
[[nodiscard]] std::vector<const toml::table *> tables_of(const toml::table &table, const char *key,
                                                         const std::string &name,
                                                         const std::string &element);

} // namespace cppsecret::authfile
