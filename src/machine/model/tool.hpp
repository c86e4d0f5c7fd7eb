// SPDX-License-Identifier: MIT
// The two families of container tools: they read different files by different rules.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::machine {

enum class Tool {
    Containers, ///< podman, buildah and skopeo
    Docker,     ///< docker's command line client
};

inline constexpr std::array all_tools{Tool::Containers, Tool::Docker};

/// "containers" or "docker": as --tool takes it.
[[nodiscard]] std::string name_of(Tool tool);

/// What --tool may be.
[[nodiscard]] const std::vector<std::string> &tool_words();

/// The tools that --tool means. With --authfile they are the containers tools: docker has no such
/// option, and asking for it is Error(Errc::Usage). Without either, `otherwise`.
[[nodiscard]] std::vector<Tool> chosen_tools(const std::optional<std::string> &word,
                                             const std::optional<std::string> &auth_file,
                                             std::vector<Tool> otherwise);

[[nodiscard]] bool contains(const std::vector<Tool> &tools, Tool tool) noexcept;

} // namespace cppsecret::machine
