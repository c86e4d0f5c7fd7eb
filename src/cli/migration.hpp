// SPDX-License-Identifier: MIT
// Moves logins that stand in auth files in plain text into the keyring.
#pragma once

#include "cli/targets.hpp"
#include "cli/terminal.hpp"

namespace cppsecret::cli {

struct MigrationWanted : Targets {
    std::optional<std::string> from; ///< the helper whose logins are moved, in place of files
    bool force = false;
};

/// Stores each login, reads it back, compares, and only then takes it out of its file and names our
/// helper. Whenever it is stopped, every login is in its file, in the keyring, or in both.
void migrate_files(const Terminal &terminal, const MigrationWanted &wanted);

/// Moves the logins of another helper. Each is erased there only when it has been read back from
/// ours, and read back again after that.
void migrate_helper(const Terminal &terminal, const MigrationWanted &wanted);

} // namespace cppsecret::cli
