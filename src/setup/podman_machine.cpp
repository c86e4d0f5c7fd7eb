// SPDX-License-Identifier: MIT
#include "setup/podman_machine.hpp"

#include "authfile/registries/podman_connections.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace cppsecret::setup {

std::string machine_with_our_settings(const machine::ToolSettings &settings)
{
    const std::vector<machine::Tool> &tools = settings.installed();
    const bool shares_folder =
        std::any_of(tools.begin(), tools.end(), [](const machine::Tool &tool) {
            return tool.name == "podman" && dialect_of(tool).has_podman_6_layout;
        });
    return shares_folder ? authfile::find_podman_machine(settings.environment()) : std::string();
}

std::string problem_of_machine(const std::string &machine)
{
    return "the podman machine " + in_ticks(machine) +
           " reads this registries.conf too, and our helper is not in it: no image can be pulled "
           "there";
}

} // namespace cppsecret::setup
