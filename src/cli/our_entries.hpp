// SPDX-License-Identifier: MIT
// What we write into the files of the tools.
#pragma once

#include "authfile/files/locations.hpp"
#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// The path of the drop-in (containers-registries.conf.d(5)) that makes the helper answer for every
/// registry.
[[nodiscard]] std::string drop_in_path(const authfile::Environment &environment);

/// Its text. A strict one leaves no way to auth files.
[[nodiscard]] std::string drop_in_text(bool is_strict);

/// The files of the containers tools that name helpers: the one given with --authfile alone, else
/// the one that is still there after a reboot and the one that they write to. In the order in which
/// to change them: a run that is killed in between has not left a name for the first one only.
[[nodiscard]] std::vector<authfile::Location>
containers_files(const authfile::Environment &environment,
                 const std::optional<std::string> &auth_file);

/// The keys of credHelpers under which docker, and nerdctl where it is installed, ask for a
/// registry; Docker Hub's URL for docker.io.
[[nodiscard]] std::vector<std::string> docker_helper_keys(const std::string &host,
                                                          bool has_nerdctl);

/// True for root under sudo.
[[nodiscard]] bool is_under_sudo();

/// Throws Error(Errc::System) if the helper of this name, without "docker-credential-", is not in
/// PATH.
void require_our_helper(const std::string &name);

/// Throws Error(Errc::System) for root under sudo: the keyring of the desktop is not root's.
void refuse_sudo();

} // namespace cppsecret::cli
