// SPDX-License-Identifier: MIT
// The folder in which processes of one person find each other's locks.
#pragma once

#include <string>

namespace cppsecret {

/// $XDG_RUNTIME_DIR/cppsecret, where that is unset /run/user/UID/cppsecret, or on a machine without
/// a runtime folder of ours ${XDG_DATA_HOME:-$HOME/.local/share}/cppsecret; never a folder that
/// others can write. Makes it (0700). Throws Error(Errc::System) if there is no such place.
[[nodiscard]] std::string lock_folder();

} // namespace cppsecret
