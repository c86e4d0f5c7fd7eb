// SPDX-License-Identifier: MIT
// The settings of the tools as they are on this machine.
#pragma once

#include "machine/model/tool_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::machine {

/// Reads them all now, each file once, and asks each tool for its version, for 10 s at most; a tool
/// that does not answer has none. `auth_file` as --authfile gives it. Throws nothing for a file
/// that cannot be read: that is kept with it.
[[nodiscard]] ToolSettings
read_settings(const std::optional<std::string> &auth_file = std::nullopt);

/// The same for these tools, whichever are there.
[[nodiscard]] ToolSettings read_settings(const std::optional<std::string> &auth_file,
                                         std::vector<Tool> installed);

/// registries.conf as it is now, or with these files.
[[nodiscard]] RegistriesReading read_registries(const authfile::Environment &environment,
                                                const authfile::RegistriesDialect &dialect,
                                                const authfile::PlannedFiles &planned = {});

/// registries.conf as the containers tools that are there read it. Throws Error where they refuse
/// it.
[[nodiscard]] authfile::RegistriesConf
read_registries_conf_as_tools(const authfile::Environment &environment);

/// authfile::certs_places() of them: the first's, and those of others that have another folder of
/// the user's own. Not empty.
[[nodiscard]] std::vector<std::vector<std::string>>
certs_places_of_tools(const authfile::Environment &environment);

/// Those of the first alone.
[[nodiscard]] std::vector<std::string>
certs_places_as_tools(const authfile::Environment &environment);

} // namespace cppsecret::machine
