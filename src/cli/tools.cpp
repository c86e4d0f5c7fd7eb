// SPDX-License-Identifier: MIT
#include "cli/tools.hpp"

#include "base/error.hpp"
#include "client/program_path.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::cli {

std::string name_of(Tool tool)
{
    return tool == Tool::Containers ? "containers" : "docker";
}

const std::vector<std::string> &tool_words()
{
    static const std::vector<std::string> words{"containers", "docker", "all"};
    return words;
}

std::vector<Tool> chosen_tools(const std::optional<std::string> &word,
                               const std::optional<std::string> &auth_file,
                               std::vector<Tool> otherwise)
{
    if (auth_file && word && *word != name_of(Tool::Containers))
        throw Error(Errc::Usage,
                    "docker has no --authfile, so it goes with '--tool containers' only",
                    "set DOCKER_CONFIG to the folder of docker's config.json instead");
    if (auth_file || word == name_of(Tool::Containers))
        return {Tool::Containers};
    if (word == name_of(Tool::Docker))
        return {Tool::Docker};
    return word ? std::vector<Tool>(all_tools.begin(), all_tools.end()) : std::move(otherwise);
}

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

bool contains(const std::vector<Tool> &tools, Tool tool) noexcept
{
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
}

bool is_our_helper(std::string_view name) noexcept
{
    return name == our_helper || name == our_helper_for_containers;
}

} // namespace cppsecret::cli
