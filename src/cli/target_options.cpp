// SPDX-License-Identifier: MIT
#include "cli/target_options.hpp"

#include "credential/registry_name.hpp"
#include "machine/model/tool.hpp"

namespace cppsecret::cli {

Hosts Targets::parsed_hosts() const
{
    Hosts parsed;
    for (const std::string &host : hosts)
        parsed.insert(parse_host(host));
    return parsed;
}

void declare_targets(Options &options, Targets &targets)
{
    options.arguments("HOST", targets.hosts, "Registries: host or host:port");
    options.text("--authfile", "FILE", targets.auth_file, "Change this file alone");
    options.flag("--dry-run", targets.consent.dry_run, "Show the changes and make none");
    options.flag("--yes", targets.consent.yes, "Do not ask");
}

void declare_tool(Options &options, Targets &targets, const std::string &otherwise)
{
    options.choice("--tool", machine::tool_words(), targets.tool,
                   "Whose files (default: " + otherwise + ")");
}

} // namespace cppsecret::cli
