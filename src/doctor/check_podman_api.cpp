// SPDX-License-Identifier: MIT
// Whose logins podman's API service stores and uses.
#include "base/command.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>

namespace cppsecret::doctor {

namespace {

constexpr Literal configure_all = "cppsecret configure --tool containers --all-registries";

machine::Finding warning(const Snapshot &snapshot, const std::string &what, std::string why)
{
    return {.severity = machine::Severity::Warning,
            .check = machine::Check::PodmanApi,
            .what = what + ", and podman.socket is in use ('" + snapshot.podman_api.socket + "')",
            .why = std::move(why),
            .command = Command(configure_all)};
}

/// registries.conf as podman reads it; null where podman is not there, or fails at it.
const Registries *find_podmans(const Snapshot &snapshot)
{
    for (const Registries &registries : snapshot.registries)
        if (registries.is_readable &&
            std::any_of(registries.tools.begin(), registries.tools.end(),
                        [](const machine::Tool &tool) { return tool.name == "podman"; }))
            return &registries;
    return nullptr;
}

} // namespace

void check_podman_api(const Snapshot &snapshot, machine::Findings &findings)
{
    const Registries *const podmans = find_podmans(snapshot);
    if (podmans == nullptr || snapshot.podman_api.socket.empty())
        return;
    const std::vector<std::string> helpers = podmans->conf.credential_helpers();
    const bool has_files =
        std::find(helpers.begin(), helpers.end(), authfile::auth_files_helper) != helpers.end();
    const bool is_ours = machine::is_our_helper(helpers.front());
    if (!is_ours && helpers.front() != authfile::auth_files_helper)
        findings.push_back(
            warning(snapshot, "the helper '" + helpers.front() + "' answers for every registry",
                    "podman's API stores each caller's login with it, replacing yours"));
    else if (snapshot.podman_api.has_own_order || !is_ours)
        return;
    else if (!has_files)
        findings.push_back(warning(snapshot,
                                   "'" + podmans->conf.source() + "' leaves out the auth files",
                                   "podman API requests that carry credentials fail"));
    else if (snapshot.podman_api.can_be_told)
        findings.push_back(warning(snapshot, "podman's API prefers your logins to its callers'",
                                   "a caller with another account still pulls with yours"));
}

} // namespace cppsecret::doctor
