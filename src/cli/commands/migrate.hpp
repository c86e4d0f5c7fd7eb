// SPDX-License-Identifier: MIT
// Moves logins into the keyring, from auth files or from another helper.
#pragma once

#include "cli/exit_status.hpp"
#include "cli/target_options.hpp"
#include "cli/terminal/terminal.hpp"
#include "credential/server_key.hpp"
#include "migration/keyring_target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// What was said on the command line.
struct MigrationWanted : TargetOptions {
    std::optional<std::string> from; ///< the helper whose logins are moved, in place of files
    bool force = false;
};

/// Stores each login, reads it back, compares, and only then takes it out of its file and names our
/// helper. Whenever it is stopped, every login is in its file, in the keyring, or in both. The
/// status is Failed if one was held back. Throws Error: NotFound for a HOST without such a login,
/// Failed if one was changed by somebody meanwhile, and as migration::MigrationPlan,
/// setup::FileEdits, migration::read_keyring(), migration::store_in_keyring() and
/// setup::check_lookups().
[[nodiscard]] ExitStatus migrate_files(const Terminal &terminal, const MigrationWanted &wanted);

/// Moves the logins of another helper. Each is erased there only when it has been read back from
/// ours, and read back again after that. The status is Failed if one was held back. Throws as
/// migration::SourceHelper, setup::plan_takeover(), setup::FileEdits,
/// migration::read_keyring(), migration::store_in_keyring() and setup::check_lookups().
[[nodiscard]] ExitStatus migrate_helper(const Terminal &terminal, const MigrationWanted &wanted);

/// What can be seen of these registries' logins in the keyring; a warning says why there may be
/// more. Throws as migration::glance_at_keyring().
[[nodiscard]] migration::LoginsByIdentity
glance_at_keyring(const Terminal &terminal, const std::vector<ServerKey> &registries);

} // namespace cppsecret::cli
