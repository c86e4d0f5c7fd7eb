// SPDX-License-Identifier: MIT
// What commands that change files are told alike: which registries, whose files, and consent.
#pragma once

#include "cli/consent.hpp"
#include "cli/options.hpp"
#include "credential/registry_name.hpp"
#include "setup/file_edits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// As they were written.
struct TargetOptions {
    std::vector<std::string> hosts; ///< as they were named
    std::optional<std::string> tool;
    std::optional<std::string> auth_file;
    Consent consent;

    /// Throws Error(Errc::Usage) as require_host() does.
    [[nodiscard]] Hosts parsed_hosts() const;
};

/// HOST…, --authfile, --dry-run and --yes. `wanted` must live until the command line is read.
void declare_target_options(Options &options, TargetOptions &wanted);

/// --tool, with a word about what it is if it is left out.
void declare_tool(Options &options, TargetOptions &wanted, const std::string &otherwise);

} // namespace cppsecret::cli
