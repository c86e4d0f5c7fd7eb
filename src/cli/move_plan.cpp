// SPDX-License-Identifier: MIT
#include "cli/move_plan.hpp"

#include "base/text.hpp"
#include "cli/our_entries.hpp"
#include "client/helper_client.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::cli {

namespace {

constexpr const char *say_force = "say --force to move it all the same";

std::string quoted(const std::string &text)
{
    return "'" + one_line(text) + "'";
}

Error two_users(const PlainLogin &a, const PlainLogin &b)
{
    return Error(Errc::Input,
                 a.place() + " is the login of " + quoted(a.login.username) + ", " + b.place() +
                     " that of " + quoted(b.login.username) +
                     ": they are one registry, and the keyring keeps one login for it",
                 "take one of the two out of its file, or name other registries as HOST");
}

} // namespace

bool Move::is_in_dockers_file() const noexcept
{
    return std::any_of(entries.begin(), entries.end(),
                       [](const PlainLogin &entry) { return entry.is_dockers; });
}

bool Move::is_in_containers_file() const noexcept
{
    return std::any_of(entries.begin(), entries.end(),
                       [](const PlainLogin &entry) { return !entry.is_dockers; });
}

MovePlan::MovePlan(const Surroundings &surroundings, Rules rules, std::vector<PlainLogin> logins)
    : surroundings_(surroundings),
      rules_(std::move(rules)),
      has_containers_(contains(installed_tools(), Tool::Containers))
{
    std::map<std::string, std::size_t> places;
    for (PlainLogin &login : logins) {
        const bool is_wanted = rules_.hosts.empty() || rules_.hosts.contains(login.host);
        if (login.is_dockers && (!is_wanted || !login.obstacle.empty()))
            may_set_store_ = false; // docker would not look at it any more
        if (!is_wanted)
            continue;
        if (!login.obstacle.empty()) {
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

std::vector<ServerKey> MovePlan::registries() const
{
    std::vector<ServerKey> keys;
    keys.reserve(moves_.size());
    for (const Move &move : moves_)
        keys.push_back(move.registry());
    return keys;
}

void MovePlan::decide(const LoginsByIdentity &in_keyring)
{
    hold_for_staying();
    for (Move &move : moves_) {
        hold_for_two_secrets(move);
        hold_for_other_helpers(move);
        compare_with_keyring(move, in_keyring);
    }
    drop_held();
    choose_wiring();
    hold_hub_if_unnameable();
    choose_wiring();
}

/// The first reason counts.
void MovePlan::hold(const std::string &host, std::string reason, std::string hint)
{
    holds_.try_emplace(host, Hold{std::move(reason), std::move(hint)});
}

/// A helper that answers for a host hides the entries that it cannot hold.
void MovePlan::hold_for_staying()
{
    const auto look_at = [this](const PlainLogin &entry) {
        if (rules_.force || !entry.is_hidden_by_helper())
            return;
        hold(entry.host,
             "the tools would not use " + entry.place() + " any more: " +
                 (entry.obstacle.empty() ? std::string("helpers know no registry tokens")
                                         : entry.obstacle),
             say_force);
    };
    for (const PlainLogin &entry : staying_)
        look_at(entry);
    for (const Move &move : moves_)
        for (const PlainLogin &entry : move.entries)
            look_at(entry);
}

void MovePlan::hold_for_two_secrets(const Move &move)
{
    const PlainLogin &used = move.entries.front();
    for (const PlainLogin &entry : move.entries) {
        if (!entry.stored.password.empty() && !entry.stored.identity_token.empty() && !rules_.force)
            hold(move.host(),
                 entry.place() +
                     " holds a password beside its identity token, and a helper holds one of them",
                 "say --force to keep the token alone, which the tools use");
        if (is_same_login(entry.login, used.login))
            continue;
        const std::string both = used.place() + " and " + entry.place() +
                                 " have different secrets for user " + quoted(used.login.username);
        if (entry.is_dockers && !rules_.force) // podman uses the one, docker the other
            hold(move.host(), both, "say --force to keep the first alone");
        else
            notes_.push_back(both + ": the first one is used now, and kept alone");
    }
}

void MovePlan::hold_for_other_helpers(const Move &move)
{
    if (rules_.force)
        return;
    const std::string &host = move.host();
    if (move.is_in_dockers_file())
        hold_for_entry(move, surroundings_.docker_file(), docker_key_of(host));
    for (const authfile::LoadedFile &file : surroundings_.files())
        if (file.location.role != authfile::Role::Legacy)
            hold_for_entry(move, file, host);
    for (const Tool tool : all_tools) {
        if (tool == Tool::Docker && !move.is_in_dockers_file())
            continue;
        const authfile::Answer answer = surroundings_.look_up(tool, host, helpers_.ask()).answer;
        if (answer.outcome == authfile::Outcome::Helper && !is_our_helper(answer.helper))
            hold(host,
                 name_of(tool) + " uses the login that " +
                     quoted(client::helper_prefix + answer.helper) + " has for " + quoted(host),
                 "say --force to use the one of " + move.entries.front().location.path +
                     ", or move that one: cppsecret migrate --from " + answer.helper);
    }
}

void MovePlan::hold_for_entry(const Move &move, const authfile::LoadedFile &file,
                              const std::string &key)
{
    if (!file.document)
        return;
    const authfile::HelperEntry *entry = file.document->find_helper(key);
    if (entry != nullptr && !entry->helper.empty() && !is_our_helper(entry->helper))
        hold(move.host(),
             quoted(file.location.path) + " names the helper " + quoted(entry->helper) + " for " +
                 quoted(key),
             "say --force to replace it, or move its login: cppsecret migrate --from " +
                 entry->helper);
}

bool MovePlan::uses_keyring_now(const Move &move)
{
    return std::any_of(all_tools.begin(), all_tools.end(), [&](Tool tool) {
        if (tool == Tool::Docker && !move.is_in_dockers_file())
            return false;
        const auto answer = surroundings_.look_up(tool, move.host(), helpers_.ask()).answer;
        return answer.outcome == authfile::Outcome::Helper && is_our_helper(answer.helper);
    });
}

/// Another login in the keyring is never overwritten unasked; of the two the one is kept that the
/// tools use now.
void MovePlan::compare_with_keyring(Move &move, const LoginsByIdentity &in_keyring)
{
    const auto found = in_keyring.find(move.registry().identity());
    if (found == in_keyring.end())
        return;
    const PlainLogin &entry = move.entries.front();
    move.is_stored = is_same_login(found->second, entry.login);
    if (move.is_stored)
        return;
    const bool keeps_keyrings = uses_keyring_now(move);
    const std::string both = "the keyring has another login for " + quoted(entry.key) + " (user " +
                             quoted(found->second.username) + ") than " +
                             quoted(entry.location.path) + " (user " +
                             quoted(entry.login.username) + ")";
    const std::string kept =
        keeps_keyrings ? "the one of the keyring, which is used now" : "the one of the file";
    if (!rules_.force)
        hold(move.host(), both, "say --force to keep " + kept);
    else
        notes_.push_back(both + ": kept is " + kept);
    move.is_stored = keeps_keyrings;
}

void MovePlan::drop_held()
{
    std::vector<Move> kept;
    for (Move &move : moves_) {
        const auto hold = holds_.find(move.host());
        if (hold == holds_.end()) {
            kept.push_back(std::move(move));
            continue;
        }
        may_set_store_ = may_set_store_ && !move.is_in_dockers_file();
        for (const PlainLogin &entry : move.entries)
            held_.push_back({entry.place(), hold->second});
    }
    moves_ = std::move(kept);
}

void MovePlan::hold_hub_if_unnameable()
{
    const std::string hub(docker_hub_host);
    if (!docker_hosts().contains(hub) || !wiring().leaves_hub_alone() ||
        !surroundings_.docker_file().document->creds_store().empty())
        return;
    hold(hub,
         "docker can be told of Docker Hub by credsStore alone while podman has a connection (" +
             quoted(wiring().connection()) + "), and other logins stay in its file",
         "move those first");
    drop_held();
}

void MovePlan::choose_wiring()
{
    wiring_.emplace(surroundings_, Wiring::Rules{rules_.force, false, may_set_store_});
}

Hosts MovePlan::containers_hosts() const
{
    Hosts hosts;
    for (const Move &move : moves_)
        if (has_containers_ || move.is_in_containers_file())
            hosts.insert(move.host());
    return hosts;
}

Hosts MovePlan::docker_hosts() const
{
    Hosts hosts;
    for (const Move &move : moves_)
        if (move.is_in_dockers_file())
            hosts.insert(move.host());
    return hosts;
}

Hosts MovePlan::containers_hosts_to_name() const
{
    const auto first = surroundings_.registries_conf().credential_helpers().front();
    return is_our_helper(first) ? Hosts() : containers_hosts();
}

Hosts MovePlan::docker_hosts_to_name() const
{
    Hosts hosts = docker_hosts();
    const auto &document = surroundings_.docker_file().document;
    if (document && is_our_helper(document->creds_store()))
        std::erase_if(hosts, [&document](const std::string &host) {
            return document->find_helper(docker_key_of(host)) == nullptr;
        });
    return hosts;
}

} // namespace cppsecret::cli
