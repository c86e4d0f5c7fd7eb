// SPDX-License-Identifier: MIT
#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "doctor/look.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::doctor {

namespace {

constexpr std::chrono::seconds time_for_version(10);
constexpr std::chrono::seconds time_for_systemctl(3); // it waits for a bus that is silent
constexpr std::array names{machine::our_helper, machine::our_helper_for_containers};
/// What systemd gives to units of a user who has not changed it.
constexpr const char *units_default_path = "/usr/local/bin:/usr/bin:/bin";

bool is_writable(const std::string &path)
{
    return ::access(path.c_str(), W_OK) == 0;
}

/// The helper that lies beside this program.
std::optional<std::string> find_sibling(const std::string &program)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::nullopt : client::find_program(program, self.parent_path().string());
}

ProgramAnswer ask_version(const std::string &path)
{
    try {
        const client::Result result =
            client::run({path, {"version"}, {}}, Deadline::after(time_for_version));
        return {.status = result.status, .output = std::string(result.output.reveal())};
    } catch (const Error &error) {
        return {.problem = error.what()};
    }
}

OurHelper look_at_helper(const std::string &name, const std::optional<Units> &units)
{
    OurHelper helper;
    helper.program = json::helper_prefix + name;
    helper.path = client::find_program(helper.program);
    helper.sibling = find_sibling(helper.program);
    if (helper.path) {
        helper.version = ask_version(*helper.path);
        helper.is_folder_writable = is_writable(helper.path->substr(0, helper.path->rfind('/')));
    }
    helper.is_found_by_units =
        units && client::find_program(helper.program, units->search_path.text);
    return helper;
}

/// PATH as systemd's user manager gives it to units.
Units look_at_units(const std::string &systemctl)
{
    try {
        const client::Result result = client::run({systemctl, {"--user", "show-environment"}, {}},
                                                  Deadline::after(time_for_systemctl));
        const auto path = result.status == 0 ? path_in(result.output.reveal()) : std::nullopt;
        if (path)
            return {look_at_search_path(*path), "systemctl --user"};
    } catch (const Error &) { // as if it did not answer
    }
    return {look_at_search_path(units_default_path),
            "the default of systemd, whose user manager does not answer"};
}

} // namespace

SearchPath look_at_search_path(const std::string &text)
{
    SearchPath path{text, {}};
    for (std::string_view rest = text; !rest.empty();) {
        const std::string folder(rest.substr(0, rest.find(':')));
        rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
        struct stat status {};
        if (folder.starts_with('/') && ::stat(folder.c_str(), &status) == 0 &&
            S_ISDIR(status.st_mode))
            path.folders.push_back({folder, is_writable(folder)});
    }
    return path;
}

Programs look_at_programs(const machine::ToolSettings &settings)
{
    // initialised with the tools, since g++ 16 sees a null pointer where they are assigned
    Programs programs{
        settings.installed(), look_at_search_path(environment("PATH").value_or("")), {}, {}};
    programs.sandbox = available_sandbox();
    const auto systemctl = client::find_program("systemctl");
    // docker's own program is not run by units
    if (systemctl && contains(families_of(programs.tools), machine::Family::Containers))
        programs.units = look_at_units(*systemctl);
    for (const char *name : names)
        programs.our_helpers.push_back(look_at_helper(name, programs.units));
    return programs;
}

std::optional<std::string> path_in(std::string_view lines)
{
    constexpr std::string_view variable = "PATH=";
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        if (line.starts_with(variable))
            return one_line(line.substr(variable.size()));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    return std::nullopt;
}

} // namespace cppsecret::doctor
