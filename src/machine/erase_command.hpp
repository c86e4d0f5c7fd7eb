// SPDX-License-Identifier: MIT
// How a person takes a login out of where it is.
#pragma once

#include "base/command.hpp"
#include "machine/inventory.hpp"
#include "machine/model/tool_settings.hpp"

#include <string>

namespace cppsecret::machine {

/// The command that erases this login and no other: our logout, the helper's
/// erase, the logout of a tool that is here, or the editor where none of these does just that.
[[nodiscard]] Command erase_command(const Login &login, const ToolSettings &settings);

} // namespace cppsecret::machine
