// SPDX-License-Identifier: MIT
// The entries of auth files that name another helper, given over to ours.
#pragma once

#include "cli/edits.hpp"
#include "cli/targets.hpp"
#include "machine/tool_settings.hpp"

#include <optional>
#include <string>

namespace cppsecret::cli {

/// Which entries.
struct Renaming {
    std::string helper; ///< that is named now
    Hosts hosts;        ///< for these registries; empty for all, with `credsStore`
    std::optional<std::string> auth_file; ///< in this file alone
    /// Where docker comes to the helper by `credsStore` or by itself, ours is named for the hosts.
    bool follows_docker = false;
};

/// Plans it in every file that the tools read. Nothing else that names a helper is changed. Throws
/// Error(Errc::Input) for a file of docker's that cannot be edited, and if docker cannot be told of
/// Docker Hub alone; as Edits::amend().
void plan_renaming(Edits &edits, const machine::ToolSettings &settings, const Renaming &renaming);

} // namespace cppsecret::cli
