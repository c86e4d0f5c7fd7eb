// SPDX-License-Identifier: MIT
// podman's API service (podman-system-service(1)): whose login it pulls with.
//
// For a request with a login it stores that login by the first helper of registries.conf, where our
// `store` refuses, and asks the helper before the login. From podman 6 on
// CONTAINERS_REGISTRIES_CONF_OVERRIDE can give the service alone another order.
#pragma once

#include "authfile/registries/registries_places.hpp"
#include "base/command.hpp"
#include "machine/model/tool.hpp"
#include "setup/file_edits.hpp"

#include <string>
#include <vector>

namespace cppsecret::setup {

/// The files that give the service the order "auth files, helper": the login of a request is used,
/// and that of the owner where it brings none.
struct PodmanApiFiles {
    std::string registries; ///< an addition to registries.conf
    std::string unit;       ///< a drop-in of podman.service that names it
};

/// Those of the user, or of the system for root.
[[nodiscard]] PodmanApiFiles podman_api_files(const authfile::Environment &environment);

/// Their texts, by their paths.
[[nodiscard]] authfile::PlannedFiles
planned_podman_api_files(const authfile::Environment &environment);

/// Takes those away that are as we write them. Throws as authfile::read_file().
void remove_podman_api_files(FileEdits &edits, const authfile::Environment &environment);

/// True if a podman that heeds them is there.
[[nodiscard]] bool can_have_podman_api_files(const std::vector<machine::Tool> &installed);

/// What shows that podman.socket is enabled or listens; empty if nothing does.
[[nodiscard]] std::string find_podman_socket(const authfile::Environment &environment);

/// The command that has systemd read its files again.
[[nodiscard]] Command reload_command(const authfile::Environment &environment);

} // namespace cppsecret::setup
