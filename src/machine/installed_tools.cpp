// SPDX-License-Identifier: MIT
#include "machine/installed_tools.hpp"

#include "client/program_path.hpp"

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

} // namespace cppsecret::machine
