// SPDX-License-Identifier: MIT
#include "cli/target_options.hpp"

#include "credential/registry_name.hpp"
#include "machine/model/tool.hpp"

namespace cppsecret::cli {

Hosts TargetOptions::parsed_hosts() const
{
    Hosts parsed;
    for (const std::string &host : hosts)
        parsed.insert(require_host(host));
    return parsed;
}

void declare_target_options(Options &options, TargetOptions &wanted)
{
    options.arguments("HOST", wanted.hosts, "Registries: host or host:port");
    options.text("--authfile", "FILE", wanted.auth_file, "Change this file alone");
    options.flag("--dry-run", wanted.consent.dry_run, "Show the changes and make none");
    options.flag("--yes", wanted.consent.yes, "Do not ask");
}

void declare_tool(Options &options, TargetOptions &wanted, const std::string &otherwise)
{
    options.choice("--tool", machine::tool_words(), wanted.tool,
                   "Whose files (default: " + otherwise + ")");
}

} // namespace cppsecret::cli
