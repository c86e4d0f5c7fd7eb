// SPDX-License-Identifier: MIT
// The table of commands.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal/terminal.hpp"

#include <span>

namespace cppsecret::cli {

/// A row of it.
struct CommandRow {
    const char *name;
    const char *summary;
    /// Says what the command takes; the action it returns uses what was filled in.
    Action (*declare)(Options &);
};

/// All commands, in the order of the help.
[[nodiscard]] std::span<const CommandRow> commands();

// One file each.
[[nodiscard]] Action declare_account(Options &options);
[[nodiscard]] Action declare_configure(Options &options);
[[nodiscard]] Action declare_doctor(Options &options);
[[nodiscard]] Action declare_export(Options &options);
[[nodiscard]] Action declare_keyring(Options &options);
[[nodiscard]] Action declare_list(Options &options);
[[nodiscard]] Action declare_login(Options &options);
[[nodiscard]] Action declare_logout(Options &options);
[[nodiscard]] Action declare_migrate(Options &options);
[[nodiscard]] Action declare_resolve(Options &options);
[[nodiscard]] Action declare_self_test(Options &options);
[[nodiscard]] Action declare_status(Options &options);
[[nodiscard]] Action declare_trust(Options &options);
[[nodiscard]] Action declare_unconfigure(Options &options);
[[nodiscard]] Action declare_verify(Options &options);

} // namespace cppsecret::cli
