// SPDX-License-Identifier: MIT
#include "base/command.hpp"
#include "base/text.hpp"
#include "machine/finding.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/read_settings.hpp"
#include "setup/drop_in.hpp"

#include <algorithm>
#include <utility>

#include <sys/stat.h>

namespace cppsecret::setup {

namespace {

using authfile::Environment;
using machine::NextLogin;
using machine::RegistriesReading;

constexpr Literal configure_again = "cppsecret configure --tool containers --all-registries";

DropInProblem to_unset(const char *variable, std::string cause, bool is_of_files = true)
{
    return {std::move(cause), {}, Command("unset").operand(variable), is_of_files};
}

std::string drop_in_folder(const RegistriesReading &registries, const Environment &environment)
{
    return user_drop_in_folder(environment, registries.dialect.has_podman_6_layout);
}

bool is_link(const std::string &path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

/// Why no drop-in of ours is among the files that are read.
DropInProblem why_not_read(const RegistriesReading &registries, const Environment &environment)
{
    const bool is_new = registries.dialect.has_podman_6_layout;
    if (is_new && registries.dialect.reads_variable && environment.registries_conf)
        return to_unset("CONTAINERS_REGISTRIES_CONF",
                        "CONTAINERS_REGISTRIES_CONF is set, so drop-ins are not read");
    if (is_new && environment.is_config_home_empty)
        return to_unset("XDG_CONFIG_HOME",
                        "XDG_CONFIG_HOME is empty, so registries.conf is read from 'containers' in "
                        "the working directory");
    const std::string folder = drop_in_folder(registries, environment);
    if (!is_new && is_link(folder)) {
        const std::string copy = folder + ".new";
        return {"'" + folder + "' is a symbolic link and is not followed",
                "have a folder in its place",
                Command("cp -rL")
                    .operand(folder)
                    .operand(copy)
                    .then(Command("rm").operand(folder))
                    .then(Command("mv").operand(copy).operand(folder)),
                true};
    }
    return {"no file in '" + folder + "' names our helper", {}, Command(configure_again), true};
}

/// The file of ours that another one overrides.
std::string overridden_file(const RegistriesReading &registries, const Environment &environment)
{
    for (const std::string &path : drop_in_paths(environment))
        if (path.starts_with(drop_in_folder(registries, environment) + "/"))
            return path;
    return drop_in_paths(environment).front();
}

DropInProblem why_overridden(const RegistriesReading &registries, const Environment &environment)
{
    const std::string source = registries.conf.source();
    std::string cause =
        "'" + source + "' overrides '" + overridden_file(registries, environment) + "'";
    if (environment.registries_conf_override == source)
        return to_unset("CONTAINERS_REGISTRIES_CONF_OVERRIDE", std::move(cause));
    return {std::move(cause), "take 'credential-helpers' out of the file",
            machine::edit_command(source), true};
}

bool is_one_of_ours(const std::string &file, const Environment &environment)
{
    const std::vector<std::string> ours = drop_in_paths(environment);
    return file == earlier_drop_in_path(environment) ||
           std::find(ours.begin(), ours.end(), file) != ours.end();
}

} // namespace

std::optional<DropInProblem> find_drop_in_problem(const machine::Tool &tool,
                                                  const RegistriesReading &registries,
                                                  const machine::ToolSettings &settings)
{
    const NextLogin next = next_login_with(registries, tool, settings);
    if (next.goes == NextLogin::Goes::Keyring)
        return std::nullopt;
    const Environment &environment = settings.environment();
    if (registries.problem)
        return DropInProblem{registries.problem->what(), registries.problem->hint(),
                             machine::command_against(*registries.problem)};
    if (next.is_in_dockers_format)
        return to_unset("DOCKER_CONFIG",
                        "DOCKER_CONFIG is set, so it is stored in '" + next.file +
                            "' in docker's format",
                        false);
    const auto &files = registries.conf.settings;
    if (std::none_of(files.begin(), files.end(), [&](const authfile::HelpersSetting &setting) {
            return is_one_of_ours(setting.file, environment);
        }))
        return why_not_read(registries, environment);
    if (!is_one_of_ours(registries.conf.source(), environment))
        return why_overridden(registries, environment);
    const std::string program = registries.conf.credential_helpers().front();
    if (machine::is_our_helper(program))
        return DropInProblem{machine::not_in_path(program),
                             "install the helper where the tools find it"};
    return DropInProblem{"'" + registries.conf.source() + "' does not name our helper first",
                         {},
                         Command(configure_again),
                         true};
}

std::string ToolsProblem::text(const machine::ToolSettings &settings) const
{
    const bool is_for_all = tools == settings.tools_of(machine::Family::Containers);
    return "a login by " +
           (is_for_all ? std::string("podman, buildah or skopeo") : in_words(tools)) +
           " does not go into the keyring: " + problem.cause;
}

std::vector<ToolsProblem> find_drop_in_problems(const machine::ToolSettings &settings,
                                                const authfile::PlannedFiles &planned)
{
    std::vector<ToolsProblem> all;
    for (const machine::Tool &tool : settings.tools_of(machine::Family::Containers)) {
        const authfile::RegistriesDialect dialect = dialect_of(tool).registries_at_login();
        auto problem = find_drop_in_problem(
            tool, machine::read_registries(settings.environment(), dialect, planned), settings);
        if (!problem)
            continue;
        const auto same = std::find_if(all.begin(), all.end(), [&](const ToolsProblem &other) {
            return other.problem == *problem;
        });
        if (same == all.end())
            all.push_back({std::move(*problem), {tool}});
        else
            same->tools.push_back(tool);
    }
    return all;
}

} // namespace cppsecret::setup
