// SPDX-License-Identifier: MIT
#include "machine/model/reach.hpp"

#include "credential/server_key.hpp"
#include "machine/model/asked_names.hpp"
#include "machine/model/find_login.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace cppsecret::machine {

namespace {

using authfile::Answer;
using authfile::Outcome;
using authfile::Source;
using authfile::Step;
using authfile::StepResult;
using authfile::Trace;
using SharesKeyring = std::function<bool(std::string_view)>;

/// True if this is the login that a search has found.
bool is_answer(const Login &login, const Answer &answer, const SharesKeyring &shares_keyring)
{
    switch (login.place) {
    case Place::Keyring:
        return answer.outcome == Outcome::Helper &&
               ServerKey(answer.key).identity() == login.registry &&
               answer.username == login.username && shares_keyring(answer.helper);
    case Place::Helper: // one that makes logins when it is asked has no user before
        return (answer.outcome == Outcome::Helper || answer.outcome == Outcome::Unknown) &&
               answer.key == login.key && answer.helper == login.helper &&
               answer.file == login.file && answer.username == login.username;
    case Place::File:
        return answer.outcome == Outcome::Entry && answer.file == login.file &&
               answer.key == login.key;
    }
    return false;
}

/// The step that looked at the entry of a login, and went on; null if none did.
const Step *find_step_over(const Login &login, const Trace &trace)
{
    if (login.place != Place::File)
        return nullptr;
    for (const Step &step : trace.steps)
        if (step.source == Source::Auths && step.file == login.file && step.key == login.key &&
            step.result != StepResult::Found && !step.detail.empty())
            return &step;
    return nullptr;
}

/// What a tool searches for.
struct Asked {
    std::string name;
    authfile::Transfer transfer = authfile::Transfer::Pull;
};

/// What a tool may search for so that it comes to a login. Our helper answers for each spelling of
/// a registry, so that a login of the keyring is found under every key that names the helper.
std::vector<std::string> names_for(const Login &login, Family family, const ToolSettings &settings)
{
    std::vector<std::string> names = names_for_login(family, login.key);
    if (login.place != Place::Keyring)
        return names;
    const auto add = [&](const std::string &key) {
        for (std::string &name : names_for_helper(family, key))
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(std::move(name));
    };
    for (const std::string &key : settings.helper_keys_of(login.registry))
        add(key);
    // where the host goes to another helper or file
    if (!ServerKey(login.key).is_docker_hub() && login.registry.find(':') == std::string::npos)
        add(login.registry + ":443");
    return names;
}

/// The same with those images for which buildx has files of its own: of a login in one of these
/// such images alone.
std::vector<Asked> asked_for(const Login &login, Family family, const ToolSettings &settings)
{
    const std::vector<std::string> names = names_for(login, family, settings);
    std::vector<Asked> asked;
    asked.reserve(names.size());
    for (const std::string &name : names)
        asked.push_back({name});
    if (family != Family::Buildx)
        return asked;
    if (!settings.scope_of(login.file).empty())
        asked.clear();
    for (const authfile::LoadedFile *file : settings.own_files(family))
        if (login.file.empty() || login.file == file->location.path)
            for (std::string &name : names_in_scope(names, file->location.scope))
                asked.push_back({std::move(name),
                                 authfile::parse_buildx_scope(file->location.scope).transfer()});
    return asked;
}

bool is_failure_of_file(const Step &step, const std::string &file)
{
    return step.result == StepResult::Failed && step.file == file &&
           (step.source == Source::File || step.source == Source::Auths);
}

Obstacle obstacle_in(const Login &login, const Trace &trace, Reach &reach)
{
    for (const Step &step : trace.steps)
        if (login.place == Place::File && is_failure_of_file(step, login.file)) {
            reach.step = step;
            return Obstacle::FileFails;
        }
    const Outcome outcome = trace.answer.outcome;
    if (outcome == Outcome::Unknown)
        return Obstacle::Unknown;
    if (outcome == Outcome::Failed)
        return Obstacle::SearchFails;
    if (const Step *over = find_step_over(login, trace)) {
        reach.step = *over;
        return Obstacle::FieldNotRead;
    }
    // where nothing was found, what names the helper is not read either
    return outcome == Outcome::None ? Obstacle::FileNotRead : Obstacle::Shadowed;
}

/// The end of a search, as far as a reach tells it.
Reach reach_by(const Trace &trace)
{
    Reach reach;
    if (!trace.steps.empty())
        reach.step = trace.steps.back();
    return reach;
}

} // namespace

Reach reach_of(const Login &login, const Tool &tool, const ToolSettings &settings,
               const authfile::AskHelper &ask, const SharesKeyring &shares_keyring)
{
    // whatever else a search meets: without it, it would not find the login either
    const bool is_left_out = login.place == Place::File && !settings.searches(tool, login.file);
    std::optional<Reach> nearest;
    for (const Asked &asked : asked_for(login, tool.family, settings)) {
        Trace trace = find_login(tool, asked.name, settings, ask, asked.transfer);
        Reach reach = reach_by(trace);
        const bool is_used = is_answer(login, trace.answer, shares_keyring);
        reach.obstacle = is_used       ? Obstacle::None
                         : is_left_out ? Obstacle::FileNotRead
                                       : obstacle_in(login, trace, reach);
        reach.met = std::move(trace.answer);
        if (is_used)
            return reach;
        if (!nearest || nearest->obstacle < reach.obstacle)
            nearest = std::move(reach);
    }
    return nearest ? std::move(*nearest) : Reach();
}

bool may_be_used(const Login &login, const ToolSettings &settings, const authfile::AskHelper &ask,
                 const SharesKeyring &shares_keyring)
{
    for (const Family family : settings.families())
        for (const Tool &tool : settings.tools_of(family))
            if (const Reach reach = reach_of(login, tool, settings, ask, shares_keyring);
                reach.is_used() || reach.is_undecided())
                return true;
    return false;
}

Reach reach_of_helper(const std::string &file, const std::string &key, const Tool &tool,
                      const ToolSettings &settings, const authfile::AskHelper &ask)
{
    const auto is_asked_there = [&file, &key](const Step &step) {
        return step.source == Source::CredHelpers && step.file == file && step.key == key &&
               step.result != StepResult::Ignored;
    };
    const std::vector<std::string> names = names_for_helper(tool.family, key);
    if (names.empty())
        return {};
    Trace trace = find_login(tool, names.front(), settings, ask);
    Reach reach = reach_by(trace);
    const bool is_asked = std::any_of(trace.steps.begin(), trace.steps.end(), is_asked_there);
    const Login login{ServerKey(key).identity(), {}, Place::Helper, file, key, {}};
    reach.obstacle = is_asked                         ? Obstacle::None
                     : !settings.searches(tool, file) ? Obstacle::FileNotRead
                                                      : obstacle_in(login, trace, reach);
    reach.met = std::move(trace.answer);
    return reach;
}

} // namespace cppsecret::machine
