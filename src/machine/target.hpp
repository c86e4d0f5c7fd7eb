// SPDX-License-Identifier: MIT
// Whose files a command is about.
#pragma once

#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::machine {

/// What --tool and --authfile mean on this machine.
struct Target {
    std::vector<Family> families;
    std::optional<std::string> auth_file = {}; ///< what the containers tools are given
    std::optional<std::string> own_file = {};  ///< the one file of helm, CRI-O or ostree
};

/// As chosen_families(); but for a file given with --authfile which helm, CRI-O or ostree has for
/// itself, and whose readers --tool does not name, it is that one's. Throws as chosen_families()
/// and authfile::canonical_path().
[[nodiscard]] Target choose_target(const std::optional<std::string> &word,
                                   const std::optional<std::string> &auth_file,
                                   std::vector<Family> otherwise);

/// The families whose files are changed where nobody names others: those of the installed tools,
/// but for the system's services and a docker that cannot run a helper.
[[nodiscard]] std::vector<Family> families_to_change(const std::vector<Tool> &installed);

/// Throws Error(Errc::System) where docker's file is meant, or is the only one, and docker cannot
/// run a helper.
void require_helpers_of_docker(const Target &target, const std::vector<Tool> &installed);

/// Throws Error(Errc::System) where files of the system's services are meant and this is not root:
/// they find the logins of root's keyring alone.
void require_root_for_services(const Target &target);

} // namespace cppsecret::machine
