// SPDX-License-Identifier: MIT
// The file that makes our helper answer for every registry (containers-registries.conf.d(5)).
#pragma once

#include "authfile/files/locations.hpp"

#include <string>

namespace cppsecret::setup {

/// The path of the drop-in (containers-registries.conf.d(5)) that makes the helper answer for every
/// registry.
[[nodiscard]] std::string drop_in_path(const authfile::Environment &environment);

/// Its text. A strict one leaves no way to auth files.
[[nodiscard]] std::string drop_in_text(bool is_strict);

} // namespace cppsecret::setup
