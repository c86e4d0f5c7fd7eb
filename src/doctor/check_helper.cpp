// SPDX-License-Identifier: MIT
// Our helper, where the tools and systemd's units look for it.
#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "client/helper_client.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "doctor/checks.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <system_error>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::doctor {

namespace {

constexpr std::chrono::seconds time_for_version(10);
constexpr std::chrono::seconds time_for_systemctl(3); // it waits for a bus that is silent
constexpr std::array names{machine::our_helper, machine::our_helper_for_containers};
/// What systemd gives to units of a user who has not changed it.
constexpr const char *units_default_path = "/usr/local/bin:/usr/bin:/bin";

std::string program_of(const char *name)
{
    return std::string(json::helper_prefix) + name;
}

/// The helper that lies beside this program.
std::optional<std::string> find_sibling(const std::string &program)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::nullopt : client::find_program(program, self.parent_path().string());
}

machine::Finding not_in_path(const std::string &program)
{
    machine::Finding finding{.severity = machine::Severity::Error,
                             .check = "helper",
                             .what = "'" + program + "' is not in PATH",
                             .why = "the tools fail for every registry for which a file names it"};
    const char *search_path = ::getenv("PATH");
    if (const auto sibling = find_sibling(program); sibling && search_path != nullptr)
        finding.command = link_command({*sibling}, search_path);
    if (finding.command.empty())
        finding.advice = "install cppsecret where PATH finds it, in /usr/local or /usr";
    return finding;
}

machine::Finding wrong_helper(const std::string &path, const std::string &what,
                              machine::Severity severity)
{
    machine::Finding finding{
        .severity = severity,
        .check = "helper",
        .what = "'" + path + "' " + what,
        .why = "the tools run it, and it is not the one that belongs to this program"};
    const auto sibling = find_sibling(path.substr(path.rfind('/') + 1));
    if (sibling && *sibling != path) {
        const std::string install =
            "install -m 755 " + shell_word(*sibling) + " " + shell_word(path);
        const bool is_ours = ::access(path.substr(0, path.rfind('/')).c_str(), W_OK) == 0;
        finding.command = is_ours ? install : machine::as_root(install);
    } else {
        finding.advice = "install both programs from one release";
    }
    return finding;
}

machine::Finding look_at_helper(const std::string &program, const std::string &path)
{
    try {
        const client::Result result =
            client::run({path, {"version"}, {}}, Deadline::after(time_for_version));
        const std::string_view answer = trim(result.output.reveal());
        const std::string introduction = program + " (cppsecret) ";
        if (result.status != 0 || !answer.starts_with(introduction))
            return wrong_helper(path, "is not the helper of cppsecret, or does not run",
                                machine::Severity::Error);
        const std::string version = one_line(answer.substr(introduction.size()));
        if (version != program_version)
            return wrong_helper(path,
                                "is of version " + version + ", and this is " + program_version,
                                machine::Severity::Warning);
        return {.check = "helper", .what = "'" + path + "' is of version " + version};
    } catch (const Error &error) {
        return wrong_helper(path, std::string("does not run: ") + error.what(),
                            machine::Severity::Error);
    }
}

struct UnitsPath {
    std::string text;
    std::string source;
};

/// PATH as systemd's user manager gives it to units.
UnitsPath path_of_units(const std::string &systemctl)
{
    constexpr std::string_view variable = "PATH=";
    try {
        const client::Result result = client::run({systemctl, {"--user", "show-environment"}, {}},
                                                  Deadline::after(time_for_systemctl));
        std::string_view lines = result.output.reveal();
        while (result.status == 0 && !lines.empty()) {
            const std::string_view line = lines.substr(0, lines.find('\n'));
            if (line.starts_with(variable))
                return {one_line(line.substr(variable.size())), "systemctl --user"};
            lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        }
    } catch (const Error &) { // as if it did not answer
    }
    return {units_default_path, "the default of systemd, whose user manager does not answer"};
}

} // namespace

std::string link_command(const std::vector<std::string> &paths, const std::string &search_path)
{
    constexpr std::string_view best = "/usr/local/bin"; // for desktops and units too
    std::string target;
    for (std::string_view rest = search_path; !rest.empty() && target != best;) {
        const std::string folder(rest.substr(0, rest.find(':')));
        rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
        struct stat status {};
        const bool is_folder = folder.starts_with('/') && ::stat(folder.c_str(), &status) == 0 &&
                               S_ISDIR(status.st_mode);
        if (is_folder && (target.empty() || folder == best))
            target = folder;
    }
    if (target.empty())
        return {};
    std::string command = "ln -sf";
    for (const std::string &path : paths)
        command += " " + shell_word(path);
    command += " " + shell_word(target + "/");
    return ::access(target.c_str(), W_OK) == 0 ? command : machine::as_root(command);
}

void check_helper(const Snapshot &snapshot, machine::Findings &findings)
{
    static_cast<void>(snapshot);
    for (const char *name : names) {
        const std::string program = program_of(name);
        const auto path = client::find_program(program);
        findings.push_back(path ? look_at_helper(program, *path) : not_in_path(program));
    }
}

void check_units(const Snapshot &snapshot, machine::Findings &findings)
{
    const auto systemctl = client::find_program("systemctl");
    if (!systemctl || !snapshot.has(machine::Tool::Containers))
        return; // docker's own program is not run by units
    const UnitsPath units = path_of_units(*systemctl);
    std::vector<std::string> missing;
    for (const char *name : names) {
        const auto path = client::find_program(program_of(name));
        if (path && !client::find_program(program_of(name), units.text))
            missing.push_back(*path);
    }
    if (missing.empty()) {
        findings.push_back(
            {.check = "units",
             .what = "systemd's units have the PATH '" + units.text + "', by " + units.source});
        return;
    }
    findings.push_back({.severity = machine::Severity::Warning,
                        .check = "units",
                        .what = "systemd's units do not find '" + missing.front() +
                                "': their PATH is '" + units.text + "', by " + units.source,
                        .why = "Quadlet, podman.service and podman-auto-update fail for every "
                               "registry for which a file names it",
                        .command = link_command(missing, units.text)});
}

} // namespace cppsecret::doctor
