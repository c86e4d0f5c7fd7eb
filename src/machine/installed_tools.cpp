// SPDX-License-Identifier: MIT
#include "machine/installed_tools.hpp"

#include "base/deadline.hpp"
#include "base/error.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "json/protocol_texts.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <optional>
#include <utility>
#include <vector>

namespace cppsecret::machine {

namespace {

constexpr std::chrono::seconds time_for_version(30);

Tool ask_tool(const std::string &program, const std::string &path)
{
    Tool tool;
    try {
        const client::Result result =
            client::run({path, {"--version"}, {}}, Deadline::after(time_for_version));
        tool = tool_by_answer(program, result.output.reveal());
    } catch (const Error &) { // it has no version then
        tool = tool_by_answer(program, {});
    }
    tool.is_from_snap = tool.family == Family::Docker && is_path_of_snap(path);
    return tool;
}

std::vector<Tool> ask_tools()
{
    std::vector<std::future<Tool>> answers; // at once: each takes some hundredths of a second
    for (const std::string program : {"podman", "buildah", "skopeo", "docker"})
        if (const auto path = client::find_program(program))
            answers.push_back(std::async(std::launch::async, ask_tool, program, *path));
    std::vector<Tool> tools;
    for (std::future<Tool> &answer : answers) {
        Tool tool = answer.get();
        // docker may be podman under another name
        const bool is_known = std::any_of(tools.begin(), tools.end(), [&tool](const Tool &other) {
            return other.name == tool.name;
        });
        if (!is_known)
            tools.push_back(std::move(tool));
    }
    for (const std::string program : {"helm", "crio"}) // of these every version does the same
        if (client::find_program(program))
            tools.push_back(tool_by_answer(program, {}));
    return tools;
}

} // namespace

const std::vector<Tool> &installed_tools()
{
    static const std::vector<Tool> tools = ask_tools();
    return tools;
}

std::optional<Tool> find_buildx(const std::vector<Tool> &installed)
{
    const bool has_docker = contains(families_of(installed), Family::Docker);
    using Arguments = std::vector<std::string>;
    for (const auto &[program, arguments] :
         {std::pair<std::string, Arguments>{has_docker ? "docker" : "", {"buildx", "version"}},
          {"docker-buildx", {"version"}}}) {
        const auto path = program.empty() ? std::nullopt : client::find_program(program);
        if (!path)
            continue;
        try {
            const client::Result result =
                client::run({*path, arguments, {}}, Deadline::after(time_for_version));
            if (auto tool = buildx_by_answer(result.output.reveal())) {
                tool->is_from_snap = is_path_of_snap(*path);
                return tool;
            }
        } catch (const Error &) { // it is as good as not there
        }
    }
    return std::nullopt;
}

authfile::Environment environment_of_tools(bool is_docker_from_snap)
{
    authfile::Environment environment = authfile::environment_of_process();
    if (is_docker_from_snap)
        environment.docker_home = environment.home + "/snap/docker/current";
    return environment;
}

authfile::Environment environment_of_tools()
{
    return environment_of_tools(is_path_of_snap(client::find_program("docker").value_or("")));
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
