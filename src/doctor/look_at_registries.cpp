// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "doctor/look.hpp"
#include "setup/drop_in.hpp"
#include "setup/podman_api.hpp"

#include <algorithm>
#include <utility>

#include <sys/stat.h>

namespace cppsecret::doctor {

namespace {

bool is_there(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

bool has_drop_in(const authfile::Environment &environment)
{
    std::vector<std::string> paths = setup::drop_in_paths(environment);
    paths.push_back(setup::earlier_drop_in_path(environment));
    return std::any_of(paths.begin(), paths.end(), is_there);
}

bool say_the_same(const Registries &a, const Registries &b)
{
    return a.is_readable == b.is_readable && a.problem == b.problem &&
           a.conf.settings == b.conf.settings && a.conf.misplaced == b.conf.misplaced;
}

} // namespace

std::string look_at_earlier_drop_in(const authfile::Environment &environment)
{
    std::string path = setup::earlier_drop_in_path(environment);
    try {
        return setup::is_drop_in_ours(path) ? path : std::string();
    } catch (const Error &) { // the tools fail on it too, which is told
        return {};
    }
}

std::vector<Registries> look_at_registries(const machine::ToolSettings &settings)
{
    const bool is_drop_in_there = has_drop_in(settings.environment());
    std::vector<Registries> all;
    for (const machine::Tool &tool : settings.tools_of(machine::Family::Containers)) {
        const machine::RegistriesReading &reading = settings.registries_of(tool);
        Registries one{{tool}, true, reading.conf, !reading.problem};
        if (is_drop_in_there)
            one.problem = setup::find_drop_in_problem(tool, reading, settings);
        const auto same = std::find_if(all.begin(), all.end(), [&one](const Registries &other) {
            return say_the_same(one, other);
        });
        if (same == all.end())
            all.push_back(std::move(one));
        else
            same->tools.push_back(tool);
    }
    for (Registries &one : all)
        one.is_for_all = all.size() == 1;
    return all;
}

PodmanApi look_at_podman_api(const machine::ToolSettings &settings)
{
    const authfile::Environment &environment = settings.environment();
    const setup::PodmanApiFiles files = setup::podman_api_files(environment);
    return {setup::find_podman_socket(environment),
            setup::can_have_podman_api_files(settings.installed()),
            is_there(files.registries) && is_there(files.unit)};
}

} // namespace cppsecret::doctor
