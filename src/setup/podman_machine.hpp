// SPDX-License-Identifier: MIT
// podman's virtual machine, which reads this person's registries.conf without having our helper.
#pragma once

#include "machine/model/tool_settings.hpp"

#include <string>

namespace cppsecret::setup {

/// The machine whose /etc/containers is this person's folder of configuration (podman 6). A helper
/// that a drop-in there names is not in it, and no image can be pulled there, public ones included.
/// Empty if there is none, or podman is older.
[[nodiscard]] std::string machine_with_our_settings(const machine::ToolSettings &settings);

/// What is wrong with a drop-in where that is so.
[[nodiscard]] std::string problem_of_machine(const std::string &machine);

inline constexpr const char *how_to_configure_hosts =
    "name the helper for each registry: 'cppsecret configure HOST'";

} // namespace cppsecret::setup
