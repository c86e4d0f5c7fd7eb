// SPDX-License-Identifier: MIT
#include "setup/lookup_check.hpp"

#include "authfile/lookup/trace_text.hpp"
#include "base/command.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "keyring/common/account_view.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/read_settings.hpp"
#include "setup/drop_in.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cppsecret::setup {

namespace {

using authfile::Step;
using authfile::StepResult;
using machine::Family;

/// Every tool takes about a tenth of a second to start.
constexpr std::size_t hosts_to_ask_tools_for = 10;
constexpr std::chrono::seconds time_for_tool(60);

/// The tool that is asked for a second opinion.
struct Judge {
    std::string name;
    std::string path;
};

/// Nothing if neither is there.
std::optional<Judge> find_judge()
{
    for (const char *const name : {"skopeo", "podman"})
        if (auto path = client::find_program(name))
            return Judge{name, std::move(*path)};
    return std::nullopt;
}

/// The user that the judge finds for a registry.
std::string user_by(const Judge &judge, const std::string &host,
                    const std::optional<std::string> &auth_file)
{
    client::Command command{judge.path, {"login", "--get-login"}, {}};
    if (auth_file)
        command.arguments.insert(command.arguments.end(), {"--authfile", *auth_file});
    command.arguments.push_back(host);
    const client::Result result = client::run(command, Deadline::after(time_for_tool));
    if (result.status != 0)
        throw Error(Errc::Failed, "'" + judge.path + " login --get-login " + host +
                                      "' fails: " + one_line(trim(result.errors)));
    return std::string(trim(result.output.reveal()));
}

Command resolving_command(const std::string &host)
{
    return Command("cppsecret resolve").operand(host + "/IMAGE");
}

Error not_asked(const std::string &tools, const std::string &host, const std::string &why = {})
{
    return Error(Errc::Failed,
                 "our helper is not asked for '" + host + "' by " + tools +
                     (why.empty() ? "" : ": " + why),
                 "see " + resolving_command(host).in_ticks());
}

/// The step at which our helper is asked. Throws Error if that does not come or fails.
const Step &find_our_step(const machine::FamilyTrace &search, const std::string &host)
{
    const std::string tools = search.title();
    for (const Step &step : search.trace.steps) {
        if (machine::is_our_helper(step.helper) && step.result != StepResult::Ignored) {
            if (step.result != StepResult::Failed)
                return step;
            throw Error(Errc::Failed, step.detail, "install the helper where the tools find it");
        }
        if (step.result == StepResult::Found || step.result == StepResult::Failed ||
            step.result == StepResult::Unknown)
            throw not_asked(tools, host, place_of(step).append(", ").append(result_of(step)));
    }
    throw not_asked(tools, host);
}

Error another_user(const CheckedLookup &lookup, const std::string &expected)
{
    const auto account = keyring::account_from_environment();
    return Error(Errc::Failed,
                 lookup.tools + " finds the login of " + in_ticks(*lookup.user) + " for '" +
                     lookup.host + "', not that of " + in_ticks(expected),
                 account
                     ? "CPPSECRET_ACCOUNT names the account " + in_ticks(*account) + ": unset it"
                     : "see " + resolving_command(lookup.host).in_ticks());
}

/// `expected` is the user whose login has to be found; null if none has to be.
CheckedLookup check_search(const machine::FamilyTrace &search, const std::string &host,
                           const std::string *expected)
{
    const Step &step = find_our_step(search, host);
    CheckedLookup lookup{search.title(), host, std::nullopt};
    if (step.result == StepResult::Found)
        lookup.user = search.trace.answer.username;
    else if (expected != nullptr)
        throw Error(Errc::Failed,
                    lookup.tools + " asks our helper for '" + host + "', and it has no login");
    else if (step.result == StepResult::Unknown)
        lookup.unknown = step.detail;
    if (expected != nullptr && lookup.user != *expected)
        throw another_user(lookup, *expected);
    return lookup;
}

bool is_of(const machine::FamilyTrace &search, const std::string &tool)
{
    return std::any_of(search.tools.begin(), search.tools.end(),
                       [&tool](const machine::Tool &one) { return one.name == tool; });
}

} // namespace

std::vector<CheckedLookup> check_lookups(Family family, const Hosts &hosts,
                                         const std::optional<std::string> &auth_file,
                                         const LoginUsers &users)
{
    const machine::ToolSettings settings = machine::read_settings(auth_file);
    machine::HelperOracle helpers;
    const auto judge = family == Family::Containers ? find_judge() : std::nullopt;
    std::size_t asked = 0;
    std::vector<CheckedLookup> checked;
    for (const std::string &host : hosts) {
        const auto user = users.find(ServerKey(host).identity());
        for (const machine::FamilyTrace &search :
             find_logins_in_given_file(family, host, settings, helpers.ask())) {
            checked.push_back(
                check_search(search, host, user == users.end() ? nullptr : &user->second));
            // of an identity token the tools tell no user
            if (judge && checked.back().user && is_of(search, judge->name) &&
                !search.trace.answer.is_identity_token && asked++ < hosts_to_ask_tools_for &&
                user_by(*judge, host, auth_file) != checked.back().user)
                throw not_asked(search.title(), host, "it finds another user than the keyring has");
        }
    }
    return checked;
}

void check_next_logins(const Hosts &hosts, const std::optional<std::string> &auth_file)
{
    using Goes = machine::NextLogin::Goes;
    if (!authfile::environment_of_process().docker_config)
        return;
    const machine::ToolSettings settings = machine::read_settings(auth_file);
    for (const machine::Tool &tool : settings.tools_of(Family::Containers))
        for (const std::string &host : hosts) {
            const machine::NextLogin next = next_login(tool, host, settings);
            // the entry in an auth file is proved by the look-up
            if (!next.is_in_dockers_format ||
                (next.goes != Goes::PlainText && next.goes != Goes::Helper))
                continue;
            const std::string where = next.goes == Goes::Helper
                                          ? "to the helper '" + next.helper + "'"
                                          : "into '" + next.file + "' in plain text";
            std::string what("a login by ");
            what.append(tool.text()).append(" to '").append(host).append("' goes ").append(where);
            throw Error(Errc::Failed, what, "unset DOCKER_CONFIG");
        }
}

void check_drop_in()
{
    const machine::ToolSettings settings = machine::read_settings();
    for (const ToolsProblem &one : find_drop_in_problems(settings))
        throw Error(Errc::Failed, one.text(settings),
                    one.problem.command.empty() ? one.problem.advice
                                                : "try: " + one.problem.command.text());
}

} // namespace cppsecret::setup
