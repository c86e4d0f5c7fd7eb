// SPDX-License-Identifier: MIT
#include "migration/migration_plan.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/reach.hpp"

#include <map>
#include <utility>

namespace cppsecret::migration {

namespace {

Error two_users(const PlainLogin &a, const PlainLogin &b)
{
    return Error(Errc::Failed,
                 a.place() + " is the login of " + in_ticks(a.login.username) + ", " + b.place() +
                     " that of " + in_ticks(b.login.username) +
                     ": they are one registry, and the keyring keeps one login for it",
                 "take one of the two out of its file, or name other registries as HOST");
}

bool is_used_by_namespace(const PlainLogin &login, const machine::ToolSettings &settings,
                          machine::HelperOracle &helpers)
{
    return login.registry.kind() == KeyKind::Namespace &&
           may_be_used({login.registry.identity(),
                        login.login.username,
                        machine::Place::File,
                        login.location.path,
                        login.key,
                        {}},
                       settings, helpers.ask(), helpers.sharing());
}

} // namespace

MigrationPlan::MigrationPlan(const machine::ToolSettings &settings, machine::HelperOracle &helpers,
                             Rules rules, std::vector<PlainLogin> logins)
    : settings_(settings),
      rules_(std::move(rules)),
      holds_(settings, helpers, rules_.force),
      has_containers_(contains(families_of(settings.installed()), machine::Family::Containers))
{
    std::map<std::string, std::size_t> places;
    for (PlainLogin &login : logins) {
        const bool is_wanted = rules_.hosts.empty() || rules_.hosts.contains(login.host);
        if (login.is_dockers() && (!is_wanted || !login.obstacle.empty()))
            may_set_store_ = false; // docker would not look at it any more
        if (!is_wanted)
            continue;
        if (!login.obstacle.empty()) {
            if (is_used_by_namespace(login, settings_, helpers))
                login.obstacle = "in use by namespace, and helpers know hosts only";
            staying_.push_back(std::move(login));
            continue;
        }
        const auto [place, is_new] = places.try_emplace(login.registry.identity(), moves_.size());
        if (is_new)
            moves_.emplace_back();
        std::vector<PlainLogin> &entries = moves_[place->second].entries;
        if (!is_new && entries.front().login.username != login.login.username)
            throw two_users(entries.front(), login);
        entries.push_back(std::move(login));
    }
}

std::vector<ServerKey> MigrationPlan::registries() const
{
    std::vector<ServerKey> keys;
    keys.reserve(moves_.size());
    for (const LoginMove &move : moves_)
        keys.push_back(move.registry());
    return keys;
}

void MigrationPlan::decide(const LoginsByIdentity &in_keyring)
{
    for (const PlainLogin &entry : staying_)
        holds_.look_at_hidden(entry);
    for (const LoginMove &move : moves_)
        for (const PlainLogin &entry : move.entries)
            holds_.look_at_hidden(entry);
    for (LoginMove &move : moves_) {
        holds_.look_at_secrets(move);
        holds_.look_at_helpers(move);
        holds_.compare_with_keyring(move, in_keyring);
    }
    drop_held();
    choose_entries();
    hold_hub_if_unnameable();
    choose_entries();
}

void MigrationPlan::drop_held()
{
    std::vector<LoginMove> kept;
    for (LoginMove &move : moves_) {
        const Hold *hold = holds_.find(move.host());
        if (hold == nullptr) {
            kept.push_back(std::move(move));
            continue;
        }
        may_set_store_ = may_set_store_ && !move.is_in_dockers_file();
        for (const PlainLogin &entry : move.entries)
            held_.push_back({entry.place(), *hold});
    }
    moves_ = std::move(kept);
}

void MigrationPlan::hold_hub_if_unnameable()
{
    if (!entries().leaves_hub_alone(docker_hosts()) ||
        !settings_.docker_file().document->creds_store().empty())
        return;
    holds_.add(
        std::string(docker_hub_host),
        "docker can be told of Docker Hub by credsStore alone while podman has a connection (" +
            in_ticks(entries().connection()) + "), and other logins stay in its file",
        "move those first");
    drop_held();
}

void MigrationPlan::choose_entries()
{
    entries_.emplace(settings_, setup::EntryPlan::Rules{rules_.force, false, may_set_store_});
}

Hosts MigrationPlan::containers_hosts() const
{
    Hosts hosts;
    for (const LoginMove &move : moves_)
        if (has_containers_ || move.is_in_containers_file())
            hosts.merge(move.spellings(machine::Family::Containers));
    return hosts;
}

Hosts MigrationPlan::docker_hosts() const
{
    return hosts_of(machine::Family::Docker);
}

setup::LoginUsers MigrationPlan::users() const
{
    setup::LoginUsers users;
    for (const LoginMove &move : moves_)
        users.emplace(move.registry().identity(), move.user());
    return users;
}

Hosts MigrationPlan::hosts_of(machine::Family family) const
{
    Hosts hosts;
    for (const LoginMove &move : moves_)
        hosts.merge(move.spellings(family));
    return hosts;
}

Hosts MigrationPlan::containers_hosts_to_name() const
{
    return answers_for_all(machine::Family::Containers, settings_) ? Hosts() : containers_hosts();
}

Hosts MigrationPlan::docker_hosts_to_name() const
{
    Hosts hosts = docker_hosts();
    const auto &document = settings_.docker_file().document;
    if (document && answers_for_all(machine::Family::Docker, settings_))
        std::erase_if(hosts, [&document](const std::string &host) {
            return document->find_helper(docker_key_of(host)) == nullptr;
        });
    return hosts;
}

} // namespace cppsecret::migration
