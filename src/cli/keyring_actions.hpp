// SPDX-License-Identifier: MIT
// The commands below `cppsecret keyring`: one function each, declared as every command is.
#pragma once

#include "cli/options.hpp"

namespace cppsecret::cli {

[[nodiscard]] Action declare_keyring_create(Options &options);
[[nodiscard]] Action declare_keyring_unlock(Options &options);
[[nodiscard]] Action declare_keyring_lock(Options &options);
[[nodiscard]] Action declare_keyring_passwd(Options &options);
[[nodiscard]] Action declare_keyring_status(Options &options);

} // namespace cppsecret::cli
