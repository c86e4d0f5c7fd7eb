// SPDX-License-Identifier: MIT
// The entries of auth files that name another helper, given over to ours.
#pragma once

#include "credential/registry_name.hpp"
#include "machine/model/tool_settings.hpp"
#include "setup/file_edits.hpp"

#include <optional>
#include <string>

namespace cppsecret::setup {

/// Which entries.
struct Takeover {
    std::string helper; ///< that is named now
    Hosts hosts = {};   ///< for these registries; empty for all, with `credsStore`
    std::optional<std::string> auth_file = {}; ///< in this file alone
    /// Where docker comes to the helper by `credsStore` or by itself, ours is named for the hosts.
    bool follows_docker = false;
};

/// Plans it in every file that the tools read. Nothing else that names a helper is changed. Throws
/// Error(Errc::Input) for a file of docker's that cannot be edited, Failed if docker cannot be told
/// of Docker Hub alone; as FileEdits::amend().
void plan_takeover(FileEdits &edits, const machine::ToolSettings &settings,
                   const Takeover &takeover);

} // namespace cppsecret::setup
