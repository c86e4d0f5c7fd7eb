// SPDX-License-Identifier: MIT
#include "machine/model/docker_commands.hpp"

#include "base/text.hpp"
#include "machine/model/dialect.hpp"

#include <algorithm>
#include <initializer_list>

namespace cppsecret::machine {

namespace {

bool has_failed_helper(const authfile::Trace &trace)
{
    return std::any_of(trace.steps.begin(), trace.steps.end(), [](const authfile::Step &step) {
        return !step.helper.empty() && step.result == authfile::StepResult::Failed;
    });
}

std::string listed(const std::vector<std::string> &commands)
{
    std::string text;
    for (const std::string &command : commands)
        append_listed(text, in_ticks("docker " + command));
    return text;
}

} // namespace

DockerCommands commands_after(const authfile::Trace &trace, const Tool &tool)
{
    DockerCommands commands;
    if (tool.family != Family::Docker || !has_failed_helper(trace))
        return commands;
    const Dialect dialect = dialect_of(tool);
    const auto add = [&commands](bool fails, std::initializer_list<const char *> names) {
        auto &group = fails ? commands.fail : commands.go_on;
        group.insert(group.end(), names.begin(), names.end());
    };
    add(true, {"login"});
    add(dialect.fails_to_pull, {"pull", "plugin install"});
    add(dialect.fails_to_push, {"push", "compose"});
    add(dialect.fails_to_run, {"run", "create", "service", "stack"});
    add(false, {"build", "manifest", "search", "logout"});
    return commands;
}

std::string in_words(const DockerCommands &commands)
{
    if (commands.fail.empty())
        return {};
    return "while the helper fails: " + listed(commands.fail) +
           (commands.fail.size() == 1 ? " fails; " : " fail; ") + listed(commands.go_on) +
           " go on without it";
}

} // namespace cppsecret::machine
