// SPDX-License-Identifier: MIT
#include "machine/model/tool.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::machine {

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

bool contains(const std::vector<Tool> &tools, Tool tool) noexcept
{
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
}

} // namespace cppsecret::machine
