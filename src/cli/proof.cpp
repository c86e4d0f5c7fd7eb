// SPDX-License-Identifier: MIT
#include "cli/proof.hpp"

#include "authfile/registries_conf.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/listed_helpers.hpp"
#include "cli/our_entries.hpp"
#include "cli/surroundings.hpp"
#include "cli/trace_text.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"

#include <algorithm>
#include <chrono>

namespace cppsecret::cli {

namespace {

using authfile::Outcome;
using authfile::Step;
using authfile::StepResult;

/// Every tool takes about a tenth of a second to start.
constexpr std::size_t hosts_to_ask_tools_for = 10;
constexpr std::chrono::seconds time_for_tool(60);

/// What the tool itself says; nothing if it has no login or there is no tool.
std::optional<std::string> user_by_tool(const std::string &host,
                                        const std::optional<std::string> &auth_file,
                                        std::string &program)
{
    for (const char *name : {"skopeo", "podman"}) {
        const auto path = client::find_program(name);
        if (!path)
            continue;
        program = name;
        client::Command command{*path, {"login", "--get-login"}, {}};
        if (auth_file)
            command.arguments.insert(command.arguments.end(), {"--authfile", *auth_file});
        command.arguments.push_back(host);
        const client::Result result = client::run(command, Deadline::after(time_for_tool));
        if (result.status != 0)
            throw Error(Errc::Input, "'" + program + " login --get-login " + host +
                                         "' fails: " + one_line(trim(result.errors)));
        return std::string(trim(result.output.reveal()));
    }
    return std::nullopt;
}

/// The step at which our helper is asked. Throws Error if that does not come or fails.
const Step &find_our_step(Tool tool, const std::string &host, const authfile::Trace &trace)
{
    for (const Step &step : trace.steps) {
        if (is_our_helper(step.helper) && step.result != StepResult::Ignored) {
            if (step.result != StepResult::Failed)
                return step;
            throw Error(Errc::Input, name_of(tool) + ", '" + host + "': " + step.detail,
                        "install the helper where the tools find it");
        }
        if (step.result == StepResult::Found || step.result == StepResult::Failed)
            throw Error(Errc::Input,
                        name_of(tool) + " does not ask our helper for '" + host +
                            "': " + place_of(step) + " comes before, " + result_of(step),
                        "see 'cppsecret resolve " + host + "/IMAGE'");
    }
    throw Error(Errc::Input, name_of(tool) + " does not ask our helper for '" + host + "'",
                "see 'cppsecret resolve " + host + "/IMAGE'");
}

} // namespace

void prove(const Terminal &terminal, Tool tool, const std::vector<std::string> &hosts,
           const std::optional<std::string> &auth_file)
{
    const Surroundings surroundings(auth_file);
    ListedHelpers helpers;
    std::size_t asked = 0;
    std::string text;
    for (const std::string &host : hosts) {
        const authfile::Trace trace = surroundings.look_up(tool, host, helpers.ask());
        const bool is_found = find_our_step(tool, host, trace).result == StepResult::Found;
        std::string proven;
        if (is_found && tool == Tool::Containers && asked < hosts_to_ask_tools_for) {
            ++asked;
            std::string program;
            const auto user = user_by_tool(host, auth_file, program);
            if (user && *user != trace.answer.username)
                throw Error(Errc::Input, "'" + program + "' finds another user for '" + host +
                                             "' than the keyring has");
            if (user)
                proven = ", as " + program + " says too";
        }
        text += name_of(tool) + ": " + host + ": " +
                (is_found ? "user '" + one_line(trace.answer.username) + "' from the keyring"
                          : "the keyring is asked; it has no login yet") +
                proven + "\n";
    }
    terminal.print(text);
}

void prove_drop_in(const authfile::Environment &environment)
{
    const auto conf = authfile::read_registries_conf(registries_paths(environment));
    const auto helpers = conf.credential_helpers();
    if (helpers.front() != our_helper_for_containers)
        throw Error(Errc::Input,
                    "'" + conf.source() + "' overrides '" + drop_in_path(environment) + "'",
                    "take the credential-helpers out of it");
}

} // namespace cppsecret::cli
