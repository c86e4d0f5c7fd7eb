// SPDX-License-Identifier: MIT
#include "setup/lookup_check.hpp"

#include "authfile/lookup/trace_text.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/tool_settings.hpp"
#include "machine/tool_versions.hpp"
#include "setup/drop_in.hpp"

#include <chrono>

namespace cppsecret::setup {

namespace {

using authfile::Step;
using authfile::StepResult;
using machine::Tool;

/// Every tool takes about a tenth of a second to start.
constexpr std::size_t hosts_to_ask_tools_for = 10;
constexpr std::chrono::seconds time_for_tool(60);

/// The tool that is asked for a second opinion; nothing if neither is there.
std::optional<std::string> find_judge()
{
    auto path = client::find_program("skopeo");
    return path ? path : client::find_program("podman");
}

/// The user that the program `judge` finds for a registry.
std::string user_by(const std::string &judge, const std::string &host,
                    const std::optional<std::string> &auth_file)
{
    client::Command command{judge, {"login", "--get-login"}, {}};
    if (auth_file)
        command.arguments.insert(command.arguments.end(), {"--authfile", *auth_file});
    command.arguments.push_back(host);
    const client::Result result = client::run(command, Deadline::after(time_for_tool));
    if (result.status != 0)
        throw Error(Errc::Failed, "'" + judge + " login --get-login " + host +
                                      "' fails: " + one_line(trim(result.errors)));
    return std::string(trim(result.output.reveal()));
}

Error not_asked(Tool tool, const std::string &host, const std::string &why = {})
{
    return Error(Errc::Failed,
                 name_of(tool) + " does not ask our helper for '" + host + "'" +
                     (why.empty() ? "" : ": " + why),
                 "see 'cppsecret resolve " + host + "/IMAGE'");
}

/// The step at which our helper is asked. Throws Error if that does not come or fails.
const Step &find_our_step(Tool tool, const std::string &host, const authfile::Trace &trace)
{
    for (const Step &step : trace.steps) {
        if (machine::is_our_helper(step.helper) && step.result != StepResult::Ignored) {
            if (step.result != StepResult::Failed)
                return step;
            throw Error(Errc::Failed, step.detail, "install the helper where the tools find it");
        }
        if (step.result == StepResult::Found || step.result == StepResult::Failed)
            throw not_asked(tool, host, place_of(step).append(", ").append(result_of(step)));
    }
    throw not_asked(tool, host);
}

} // namespace

std::vector<CheckedLookup> check_lookups(Tool tool, const std::vector<std::string> &hosts,
                                         const std::optional<std::string> &auth_file,
                                         LookupGoal goal)
{
    const machine::ToolSettings settings(auth_file);
    machine::HelperOracle helpers;
    const auto judge = tool == Tool::Containers ? find_judge() : std::nullopt;
    std::size_t asked = 0;
    std::vector<CheckedLookup> checked;
    for (const std::string &host : hosts) {
        const authfile::Trace trace = settings.look_up(tool, host, helpers.ask());
        if (find_our_step(tool, host, trace).result != StepResult::Found) {
            if (goal == LookupGoal::Login)
                throw Error(Errc::Failed, name_of(tool) + " asks our helper for '" + host +
                                              "', and it has no login");
            checked.push_back({tool, host, std::nullopt});
            continue;
        }
        const std::string &user = trace.answer.username;
        // of an identity token the tools tell no user
        if (judge && !trace.answer.is_identity_token && asked++ < hosts_to_ask_tools_for &&
            user_by(*judge, host, auth_file) != user)
            throw not_asked(tool, host, "it finds another user than the keyring has");
        checked.push_back({tool, host, user});
    }
    return checked;
}

void check_drop_in(const authfile::Environment &environment)
{
    const auto conf = machine::read_registries_conf_as_tools(environment);
    const auto helpers = conf.credential_helpers();
    if (helpers.front() != machine::our_helper_for_containers)
        throw Error(Errc::Failed,
                    "'" + conf.source() + "' overrides '" + drop_in_path(environment) + "'",
                    "take the credential-helpers out of it");
}

} // namespace cppsecret::setup
