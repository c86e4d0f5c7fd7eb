// SPDX-License-Identifier: MIT
#include "machine/installed_tools.hpp"

#include "base/error.hpp"
#include "client/program_path.hpp"
#include "json/protocol_texts.hpp"

namespace cppsecret::machine {

std::vector<Tool> installed_tools()
{
    const auto is_there = [](const char *program) {
        return client::find_program(program).has_value();
    };
    std::vector<Tool> tools;
    if (is_there("podman") || is_there("buildah") || is_there("skopeo"))
        tools.push_back(Tool::Containers);
    if (is_there("docker"))
        tools.push_back(Tool::Docker);
    return tools;
}

void require_our_helper(const std::string &name)
{
    const std::string program = json::helper_prefix + name;
    if (!client::find_program(program))
        throw Error(Errc::System,
                    "'" + program + "' is not in PATH, so the tools would find no login",
                    "install it where the tools find it");
}

} // namespace cppsecret::machine
