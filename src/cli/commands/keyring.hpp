// SPDX-License-Identifier: MIT
// The commands below `cppsecret keyring`: one function each, declared as every command is.
#pragma once

#include "base/command.hpp"
#include "cli/options.hpp"

#include <string>

namespace cppsecret::cli {

[[nodiscard]] Action declare_keyring_create(Options &options);
[[nodiscard]] Action declare_keyring_unlock(Options &options);
[[nodiscard]] Action declare_keyring_lock(Options &options);
[[nodiscard]] Action declare_keyring_passwd(Options &options);
[[nodiscard]] Action declare_keyring_status(Options &options);
[[nodiscard]] Action declare_keyring_move(Options &options);
[[nodiscard]] Action declare_keyring_export(Options &options);
[[nodiscard]] Action declare_keyring_import(Options &options);

/// Throws Error(Errc::System) where a Secret Service answers and is used: a keyring file is not
/// used there. `command` ("create") is for the hint.
void refuse_beside_a_service(const Command &command);

} // namespace cppsecret::cli
