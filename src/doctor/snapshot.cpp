// SPDX-License-Identifier: MIT
#include "doctor/snapshot.hpp"

#include "authfile/registries/podman_connections.hpp"
#include "base/error.hpp"
#include "credential/server_key.hpp"
#include "doctor/look.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/read_settings.hpp"
#include "setup/podman_machine.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace cppsecret::doctor {

namespace {

/// What can be seen in a keyring that has been looked at.
keyring::Listing list(const keyring::Diagnosis &diagnosis)
{
    keyring::Listing listing;
    listing.incomplete = diagnosis.problem;
    if (listing.incomplete)
        return listing;
    try {
        return keyring::open_keyring()->list();
    } catch (const Error &error) {
        listing.incomplete = error;
        return listing;
    }
}

/// Equal ones of a family as one.
std::vector<NextLogins> find_next_logins(const machine::ToolSettings &settings)
{
    const auto problems = setup::find_drop_in_problems(
        settings, setup::planned_drop_ins(settings.environment(), false));
    const auto problem_of = [&](const machine::Tool &tool) {
        for (const setup::ToolsProblem &one : problems)
            if (std::find(one.tools.begin(), one.tools.end(), tool) != one.tools.end())
                return std::optional(one.problem);
        return std::optional<setup::DropInProblem>();
    };
    std::vector<NextLogins> all;
    for (const machine::Tool &tool : settings.installed()) {
        NextLogins one{{tool}, true, next_login(tool, settings), problem_of(tool)};
        const auto same = std::find_if(all.begin(), all.end(), [&](const NextLogins &other) {
            return other.tools.front().family == tool.family && other.next == one.next &&
                   other.problem == one.problem;
        });
        if (same != all.end())
            same->tools.push_back(tool);
        else
            all.push_back(std::move(one));
    }
    for (NextLogins &one : all)
        one.is_for_all = one.tools == settings.tools_of(one.tools.front().family);
    return all;
}

} // namespace

Snapshot take_snapshot(const std::optional<std::string> &auth_file)
{
    Snapshot snapshot;
    snapshot.auth_file = auth_file;
    snapshot.keyring = look_at_keyring();
    const auto settings =
        std::make_shared<const machine::ToolSettings>(machine::read_settings(auth_file));
    snapshot.environment = settings->environment();
    machine::HelperOracle helpers(list(snapshot.keyring.diagnosis), machine::Others::LeaveAlone);
    const machine::Inventory inventory(*settings, helpers);
    snapshot.logins = inventory.logins();
    snapshot.inventory_findings = inventory.findings();
    snapshot.account = look_at_account(snapshot.environment);
    snapshot.variables = look_at_variables(*settings);
    snapshot.programs = look_at_programs(*settings);
    snapshot.files = look_at_files(settings, auth_file);
    snapshot.certs_files = look_at_certs(snapshot.environment);
    snapshot.registries = look_at_registries(*settings);
    snapshot.earlier_drop_in = look_at_earlier_drop_in(snapshot.environment);
    snapshot.podman_api = look_at_podman_api(*settings);
    snapshot.next_logins = find_next_logins(*settings);
    snapshot.podman_machine = setup::machine_with_our_settings(*settings);
    snapshot.podman_connection = authfile::find_podman_connection(snapshot.environment);
    return snapshot;
}

bool Snapshot::has(machine::Family family) const
{
    return contains(families_of(programs.tools), family);
}

bool Snapshot::has_in_keyring(const std::string &key) const
{
    const std::string registry = ServerKey(key).identity();
    return std::any_of(logins.begin(), logins.end(), [&](const machine::Login &login) {
        return login.place == machine::Place::Keyring && login.registry == registry;
    });
}

Command Snapshot::as_root(const Command &command) const
{
    return machine::as_root(command, account.user);
}

} // namespace cppsecret::doctor
