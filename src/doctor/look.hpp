// SPDX-License-Identifier: MIT
// The parts of taking a snapshot: all that looks at the machine. The checks do not include this.
#pragma once

#include "doctor/snapshot.hpp"
#include "machine/model/tool_settings.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::doctor {

[[nodiscard]] Account look_at_account(const authfile::Environment &environment);
[[nodiscard]] Variables look_at_variables(const machine::ToolSettings &settings);

/// Runs the provider's program for its version, and opens the keyring of the other kind if that
/// asks nobody. Throws as keyring::diagnose().
[[nodiscard]] KeyringState look_at_keyring();

/// The folders of `text`, which is as PATH is, that are absolute and there.
[[nodiscard]] SearchPath look_at_search_path(const std::string &text);

/// Runs our helper and systemctl. Looks for the helpers that `settings` name.
[[nodiscard]] Programs look_at_programs(const machine::ToolSettings &settings);

/// The files share the settings.
[[nodiscard]] AuthFiles look_at_files(const std::shared_ptr<const machine::ToolSettings> &settings,
                                      const std::optional<std::string> &auth_file);

/// One for each way in which the containers tools read registries.conf.
[[nodiscard]] std::vector<Registries> look_at_registries(const machine::ToolSettings &settings);

[[nodiscard]] PodmanApi look_at_podman_api(const machine::ToolSettings &settings);

/// The drop-in of an earlier version, if it is there; else empty.
[[nodiscard]] std::string look_at_earlier_drop_in(const authfile::Environment &environment);

/// The plain files in the folders of containers-certs.d(5).
[[nodiscard]] std::vector<std::string> look_at_certs(const authfile::Environment &environment);

/// The version in what a program prints for --version, its first word that starts with a digit and
/// has a dot; empty if there is none.
[[nodiscard]] std::string version_in(std::string_view text);

/// The value of PATH in what `systemctl --user show-environment` prints; nothing if it has none.
[[nodiscard]] std::optional<std::string> path_in(std::string_view lines);

} // namespace cppsecret::doctor
