// SPDX-License-Identifier: MIT
// The checks of `cppsecret doctor`: each is a function of the snapshot, and looks at nothing of the
// machine.
#pragma once

#include "base/command.hpp"
#include "doctor/snapshot.hpp"
#include "machine/finding.hpp"

#include <string>
#include <vector>

namespace cppsecret::doctor {

/// Appends what it finds. What is as it should be is told too, in few lines.
using CheckFunction = void (*)(const Snapshot &, machine::Findings &);

// One group each. The words for their findings' `check` stand in the help of the command.
void check_account(const Snapshot &snapshot, machine::Findings &findings); ///< HOME, sudo, folders
void check_environment(const Snapshot &snapshot,
                       machine::Findings &findings); ///< variables that matter
void check_keyring(const Snapshot &snapshot, machine::Findings &findings); ///< bus, provider, lock
void check_both_keyrings(const Snapshot &snapshot, machine::Findings &findings); ///< logins in both
void check_spellings(const Snapshot &snapshot,
                     machine::Findings &findings); ///< logins that one spelling alone finds
void check_helper(const Snapshot &snapshot,
                  machine::Findings &findings); ///< in PATH, the same version
void check_units(const Snapshot &snapshot,
                 machine::Findings &findings); ///< PATH of systemd's units
void check_files(const Snapshot &snapshot, machine::Findings &findings); ///< owner, syntax, keys
void check_logins(const Snapshot &snapshot,
                  machine::Findings &findings); ///< plain text, never used
void check_entries(const Snapshot &snapshot, machine::Findings &findings); ///< other helpers, URLs
void check_registries(const Snapshot &snapshot, machine::Findings &findings); ///< registries.conf
void check_podman_api(const Snapshot &snapshot, machine::Findings &findings); ///< its service
void check_new_logins(const Snapshot &snapshot,
                      machine::Findings &findings); ///< where the next login goes

/// Runs all of them, in the order in which they are told: whoever mends the first may find the rest
/// mended.
[[nodiscard]] machine::Findings examine(const Snapshot &snapshot);

/// The command, a line for a shell, that puts links to the programs at `paths` into a folder of
/// `search_path`, /usr/local/bin if that is one; empty if there is none.
[[nodiscard]] Command link_command(const Snapshot &snapshot, const std::vector<std::string> &paths,
                                   const SearchPath &search_path);

} // namespace cppsecret::doctor
