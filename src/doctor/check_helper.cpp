// SPDX-License-Identifier: MIT
// Our helper, where the tools and systemd's units look for it.
#include "base/command.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "doctor/checks.hpp"

#include <algorithm>
#include <string_view>

namespace cppsecret::doctor {

namespace {

constexpr std::string_view best_folder = "/usr/local/bin"; // for desktops and units too

machine::Finding not_in_path(const Snapshot &snapshot, const OurHelper &helper)
{
    machine::Finding finding{.severity = machine::Severity::Error,
                             .check = machine::Check::Helper,
                             .what = "'" + helper.program + "' is not in PATH",
                             .why = "the tools fail for every registry for which a file names it"};
    if (helper.sibling)
        finding.command = link_command(snapshot, {*helper.sibling}, snapshot.programs.search_path);
    if (finding.command.empty())
        finding.advice = "install cppsecret where PATH finds it, in /usr/local or /usr";
    return finding;
}

machine::Finding wrong_helper(const Snapshot &snapshot, const OurHelper &helper,
                              const std::string &what, machine::Severity severity)
{
    machine::Finding finding{
        .severity = severity,
        .check = machine::Check::Helper,
        .what = "'" + *helper.path + "' " + what,
        .why = "the tools run it, and it is not the one that belongs to this program"};
    if (helper.sibling && helper.sibling != helper.path) {
        const Command install =
            Command("install -m 755").operand(*helper.sibling).operand(*helper.path);
        finding.command = helper.is_folder_writable ? install : snapshot.as_root(install);
    } else {
        finding.advice = "install both programs from one release";
    }
    return finding;
}

machine::Finding check_version(const Snapshot &snapshot, const OurHelper &helper)
{
    if (!helper.version.problem.empty())
        return wrong_helper(snapshot, helper, "does not run: " + helper.version.problem,
                            machine::Severity::Error);
    const std::string_view answer = trim(helper.version.output);
    const std::string introduction = helper.program + " (cppsecret) ";
    if (helper.version.status != 0 || !answer.starts_with(introduction))
        return wrong_helper(snapshot, helper, "is not the helper of cppsecret, or does not run",
                            machine::Severity::Error);
    const std::string version = one_line(answer.substr(introduction.size()));
    if (version != program_version)
        return wrong_helper(snapshot, helper,
                            "is of version " + version + ", and this is " + program_version,
                            machine::Severity::Warning);
    return {.check = machine::Check::Helper,
            .what = "'" + *helper.path + "' is of version " + version};
}

/// A docker that is not what it looks like: by its file, whoever wrote it there.
void check_snap(const Snapshot &snapshot, machine::Findings &findings)
{
    if (machine::has_docker_of_snap(snapshot.programs.tools))
        findings.push_back({.check = machine::Check::Helper,
                            .what = "docker is the one of the snap: it reads '" +
                                    snapshot.files.docker->location.path + "'"});
}

machine::Finding tell_sandbox(const Sandbox &sandbox)
{
    const bool has_landlock = sandbox.landlock_abi > 0;
    const char *how = has_landlock && sandbox.has_filter   ? "in a sandbox: "
                      : has_landlock || sandbox.has_filter ? "with part of its sandbox: "
                                                           : "without a sandbox: ";
    return {.check = machine::Check::Helper,
            .what = std::string("the helper runs ") + how + describe(sandbox)};
}

} // namespace

Command link_command(const Snapshot &snapshot, const std::vector<std::string> &paths,
                     const SearchPath &search_path)
{
    const std::vector<SearchFolder> &folders = search_path.folders;
    if (folders.empty())
        return {};
    auto target = std::find_if(folders.begin(), folders.end(), [](const SearchFolder &folder) {
        return folder.path == best_folder;
    });
    if (target == folders.end())
        target = folders.begin();
    Command command("ln -sf");
    for (const std::string &path : paths)
        command = command.operand(path);
    command = command.operand(target->path + "/");
    return target->is_writable ? command : snapshot.as_root(command);
}

void check_helper(const Snapshot &snapshot, machine::Findings &findings)
{
    check_snap(snapshot, findings);
    for (const OurHelper &helper : snapshot.programs.our_helpers)
        findings.push_back(helper.path ? check_version(snapshot, helper)
                                       : not_in_path(snapshot, helper));
    findings.push_back(tell_sandbox(snapshot.programs.sandbox));
}

void check_units(const Snapshot &snapshot, machine::Findings &findings)
{
    if (!snapshot.programs.units)
        return;
    const Units &units = *snapshot.programs.units;
    std::vector<std::string> missing;
    for (const OurHelper &helper : snapshot.programs.our_helpers)
        if (helper.path && !helper.is_found_by_units)
            missing.push_back(*helper.path);
    if (missing.empty()) {
        findings.push_back({.check = machine::Check::Units,
                            .what = "systemd's units have the PATH '" + units.search_path.text +
                                    "', by " + units.source});
        return;
    }
    findings.push_back({.severity = machine::Severity::Warning,
                        .check = machine::Check::Units,
                        .what = "systemd's units do not find '" + missing.front() +
                                "': their PATH is '" + units.search_path.text + "', by " +
                                units.source,
                        .why = "Quadlet, podman.service and podman-auto-update fail for every "
                               "registry for which a file names it",
                        .command = link_command(snapshot, missing, units.search_path)});
}

} // namespace cppsecret::doctor
