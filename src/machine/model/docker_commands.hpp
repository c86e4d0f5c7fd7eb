// SPDX-License-Identifier: MIT
// Which of docker's commands end with an error when a helper does.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "machine/model/tool.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

/// Commands without "docker" before them.
struct DockerCommands {
    std::vector<std::string> fail;
    std::vector<std::string> go_on; ///< as if there were no helper

    friend bool operator==(const DockerCommands &, const DockerCommands &) = default;
};

/// Those of this docker after such a search; none if no helper has failed in it, or if the tool is
/// not docker.
[[nodiscard]] DockerCommands commands_after(const authfile::Trace &trace, const Tool &tool);

/// "while the helper fails: 'docker login' fails; 'docker pull', 'docker push' go on without it";
/// empty if there are none.
[[nodiscard]] std::string in_words(const DockerCommands &commands);

} // namespace cppsecret::machine
