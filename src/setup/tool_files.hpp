// SPDX-License-Identifier: MIT
// Which files of the tools name helpers, and under which keys.
#pragma once

#include "authfile/files/locations.hpp"
#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::setup {

/// The files of the containers tools that name helpers: the one given with --authfile alone, else
/// the one that is still there after a reboot and the one that they write to. In the order in which
/// to change them: a run that is killed in between has not left a name for the first one only.
[[nodiscard]] std::vector<authfile::Location>
containers_files(const authfile::Environment &environment,
                 const std::optional<std::string> &auth_file);

/// The file in which helm, CRI-O or ostree has its helpers named: of ostree's the one that it
/// reads, or else the one below /etc. Nothing for CRI-O where crio.conf names none.
[[nodiscard]] std::optional<authfile::Location>
own_file_of(machine::Family family, const authfile::Environment &environment);

/// The keys of credHelpers under which docker, and nerdctl where it is installed, ask for a
/// registry; Docker Hub's URL for docker.io.
[[nodiscard]] std::vector<std::string> docker_helper_keys(const std::string &host,
                                                          bool has_nerdctl);

} // namespace cppsecret::setup
