// SPDX-License-Identifier: MIT
// Moves logins that stand in auth files in plain text into the keyring.
#pragma once

#include "cli/target_options.hpp"
#include "cli/terminal/terminal.hpp"
#include "credential/server_key.hpp"
#include "migration/keyring_target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// What was said on the command line.
struct MigrationWanted : Targets {
    std::optional<std::string> from; ///< the helper whose logins are moved, in place of files
    bool force = false;
};

/// Stores each login, reads it back, compares, and only then takes it out of its file and names our
/// helper. Whenever it is stopped, every login is in its file, in the keyring, or in both. Throws
/// Error: NotFound for a HOST without such a login, Input if one stays that should have been moved,
/// and as MovePlan, FileEdits, read_keyring(), store_in_keyring() and
/// setup::prove_lookups().
void migrate_files(const Terminal &terminal, const MigrationWanted &wanted);

/// Moves the logins of another helper. Each is erased there only when it has been read back from
/// ours, and read back again after that. Throws Error: Input if one stays that should have been
/// moved, and as SourceHelper, plan_takeover(), FileEdits, read_keyring(), store_in_keyring() and
/// prove().
void migrate_helper(const Terminal &terminal, const MigrationWanted &wanted);

/// What can be seen of these registries' logins in the keyring; a warning says why there may be
/// more. Throws as migration::glance_at_keyring().
[[nodiscard]] migration::LoginsByIdentity
glance_at_keyring(const Terminal &terminal, const std::vector<ServerKey> &registries);

} // namespace cppsecret::cli
