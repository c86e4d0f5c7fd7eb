// SPDX-License-Identifier: MIT
#include "migration/holds.hpp"

#include "base/command.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cppsecret::migration {

namespace {

constexpr const char *use_force = "use --force to move it all the same";

Command moving_command(const std::string &helper)
{
    return Command("cppsecret migrate").option("--from", helper);
}

} // namespace

void Holds::add(const std::string &host, std::string reason, std::string hint)
{
    holds_.try_emplace(host, Hold{std::move(reason), std::move(hint)});
}

const Hold *Holds::find(const std::string &host) const
{
    const auto hold = holds_.find(host);
    return hold == holds_.end() ? nullptr : &hold->second;
}

void Holds::look_at_hidden(const PlainLogin &entry)
{
    if (force_ || !entry.is_hidden_by_helper())
        return;
    std::string &places = hidden_[entry.host];
    append_listed(places, entry.place());
    const std::string why =
        entry.obstacle.empty() ? "helpers know no registry tokens" : entry.obstacle;
    holds_[entry.host] = {"the tools would not use " + places + " any more: " + why, use_force};
}

void Holds::look_at_secrets(const LoginMove &move)
{
    const PlainLogin &used = move.entries.front();
    for (const PlainLogin &entry : move.entries) {
        if (!entry.stored.password.empty() && !entry.stored.identity_token.empty() && !force_)
            add(move.host(),
                entry.place() +
                    " holds a password beside its identity token, and a helper holds one of them",
                "use --force to keep the token alone, which the tools use");
        if (is_same_login(entry.login, used.login))
            continue;
        const std::string both = used.place() + " and " + entry.place() +
                                 " have different secrets for user " +
                                 in_ticks(used.login.username);
        // podman uses the one, docker or helm the other
        if (entry.owner != machine::Family::Containers && !force_)
            add(move.host(), both, "use --force to keep the first alone");
        else
            notes_.push_back(both + ": the first one is used now, and kept alone");
    }
}

void Holds::look_at_helpers(const LoginMove &move)
{
    if (force_)
        return;
    for (const std::string &name : move.spellings(machine::Family::Docker))
        look_at_entry(move, settings_.docker_file(), docker_key_of(name));
    for (const machine::Family family : machine::changed_families)
        for (const authfile::LoadedFile *file : settings_.own_files(family))
            for (const std::string &name : move.spellings(family))
                look_at_entry(move, *file, asks_as_docker(family) ? docker_key_of(name) : name);
    for (const authfile::LoadedFile *file : settings_.containers_files())
        if (file->location.role != authfile::Role::Legacy)
            for (const std::string &name : move.spellings(machine::Family::Containers))
                look_at_entry(move, *file, name);
    for (const machine::FamilyTrace &search : searches_for(move))
        look_at_search(move, search);
}

void Holds::look_at_search(const LoginMove &move, const machine::FamilyTrace &search)
{
    const authfile::Answer &answer = search.trace.answer;
    const bool has_login = answer.outcome == authfile::Outcome::Helper;
    if (machine::is_our_helper(answer.helper) ||
        (!has_login && answer.outcome != authfile::Outcome::Unknown))
        return;
    const std::string helper = in_ticks(json::helper_prefix + answer.helper);
    const std::string host = in_ticks(move.host());
    std::string hint = "use --force to take the one in " + move.entries.front().location.path;
    if (helpers_.users_of(answer.helper).contains(answer.key)) // what has no list is not moved
        hint += ", or move that one: " + moving_command(answer.helper).text();
    add(move.host(),
        has_login ? search.title() + " uses the login that " + helper + " has for " + host
                  : search.title() + " asks " + helper + ", which may have a login for " + host,
        std::move(hint));
}

std::vector<machine::FamilyTrace> Holds::searches_for(const LoginMove &move)
{
    std::vector<machine::FamilyTrace> all;
    for (const machine::Family family : machine::changed_families)
        for (const std::string &name : move.spellings(family)) {
            auto searches = find_logins(family, name, settings_, helpers_.ask());
            std::move(searches.begin(), searches.end(), std::back_inserter(all));
        }
    return all;
}

void Holds::look_at_entry(const LoginMove &move, const authfile::LoadedFile &file,
                          const std::string &key)
{
    if (!file.document)
        return;
    const authfile::HelperEntry *entry = file.document->find_helper(key);
    if (entry != nullptr && !entry->helper.empty() && !machine::is_our_helper(entry->helper))
        add(move.host(),
            in_ticks(file.location.path) + " names the helper " + in_ticks(entry->helper) +
                " for " + in_ticks(key),
            "use --force to replace it, or move its login: " +
                moving_command(entry->helper).text());
}

bool Holds::uses_keyring_now(const LoginMove &move)
{
    const std::vector<machine::FamilyTrace> searches = searches_for(move);
    return std::any_of(searches.begin(), searches.end(), [](const machine::FamilyTrace &search) {
        const authfile::Answer &answer = search.trace.answer;
        return answer.outcome == authfile::Outcome::Helper && machine::is_our_helper(answer.helper);
    });
}

void Holds::compare_with_keyring(LoginMove &move, const LoginsByIdentity &in_keyring)
{
    const auto found = in_keyring.find(move.registry().identity());
    if (found == in_keyring.end())
        return;
    const PlainLogin &entry = move.entries.front();
    const Credential &other = found->second.login;
    if (is_same_login(other, entry.login)) {
        move.is_stored = !found->second.has_others;
        return;
    }
    const bool keeps_keyrings = uses_keyring_now(move);
    const std::string both = "the keyring has another login for " + in_ticks(entry.key) +
                             " (user " + in_ticks(other.username) + ") than " +
                             in_ticks(entry.location.path) + " (user " +
                             in_ticks(entry.login.username) + ")";
    const std::string kept =
        keeps_keyrings ? "the one of the keyring, which is used now" : "the one of the file";
    if (!force_)
        add(move.host(), both, "use --force to keep " + kept);
    else
        notes_.push_back(both + ": kept is " + kept);
    move.is_stored = keeps_keyrings;
    if (keeps_keyrings)
        move.keyring_user = other.username;
}

} // namespace cppsecret::migration
