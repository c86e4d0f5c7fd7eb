// SPDX-License-Identifier: MIT
// The variables of the environment.
#pragma once

#include <optional>
#include <string>

namespace cppsecret {

/// The value of a variable; nothing if it is unset or empty, or if the program runs with other
/// rights than its caller (secure_getenv(3)).
[[nodiscard]] std::optional<std::string> environment(const char *variable);

} // namespace cppsecret
