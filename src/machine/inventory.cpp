// SPDX-License-Identifier: MIT
#include "machine/inventory.hpp"

#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "machine/file_findings.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cppsecret::machine {

namespace {

using authfile::Answer;
using authfile::AuthEntry;
using authfile::Document;
using authfile::LoadedFile;
using authfile::Outcome;

/// True if this is the login that a search has found.
bool is_answer(const Login &login, const Answer &answer)
{
    switch (login.place) {
    case Place::Keyring:
        return answer.outcome == Outcome::Helper && is_our_helper(answer.helper) &&
               answer.username == login.username;
    case Place::Helper:
        return answer.outcome == Outcome::Helper && answer.helper == login.helper &&
               answer.file == login.file;
    case Place::File:
        return answer.outcome == Outcome::Entry && answer.file == login.file &&
               answer.key == login.key;
    }
    return false;
}

/// What keeps podman, buildah and skopeo from using an entry, by what they find in its place.
std::string obstacle_of(const Answer &answer)
{
    switch (answer.outcome) {
    case Outcome::Helper:
        return "'" + std::string(json::helper_prefix) + answer.helper + "' is asked first";
    case Outcome::Entry:
        return "the one for '" + answer.key + "' in '" + answer.file + "' comes first";
    case Outcome::Failed:
        return "the search for it fails before";
    case Outcome::None:
        return "the file is not read for it";
    }
    return {};
}

/// Whether a search of the tool's can be for this key at all.
bool is_looked_up(Tool tool, const ServerKey &key)
{
    switch (key.kind()) {
    case KeyKind::Registry:
        return true;
    case KeyKind::Namespace:
        return tool == Tool::Containers;
    case KeyKind::DockerHubToken:
        return tool == Tool::Docker;
    case KeyKind::Other:
        break;
    }
    return tool == Tool::Containers || !key.has_path();
}

Finding unused_token(const Login &login, const Answer &answer)
{
    const std::string command = "cppsecret migrate " + shell_word(ServerKey(login.key).registry());
    return {.severity = Severity::Warning,
            .check = Check::Shadowed,
            .what = "docker does not find its token '" + login.key + "' in '" + login.file +
                    "': " + obstacle_of(answer),
            .why = "docker's logout cannot revoke a token that it does not find",
            .advice = "move it into the keyring: '" + command + "'",
            .command = command};
}

Finding unused_entry(const Login &login, const Answer &answer)
{
    return {.severity = Severity::Warning,
            .check = Check::Shadowed,
            .what = "no tool uses the login for '" + login.key + "' in '" + login.file +
                    "': " + obstacle_of(answer),
            .why = "a password lies there in plain text for nothing, and may be an old one",
            .advice = "take the entry out of 'auths', or see 'cppsecret resolve' for what is used",
            .command = edit_command(login.file)};
}

Finding unused_keyring(const Answer &answer)
{
    const std::string command = "cppsecret migrate " + shell_word(ServerKey(answer.key).host());
    return {.severity = Severity::Warning,
            .check = Check::Shadowed,
            .what = "podman, buildah and skopeo use the login for '" + answer.key +
                    "' in plain text in '" + answer.file + "', not the one in the keyring",
            .why = "a file that is read earlier comes before the helper, even with an old password",
            .advice = "move it into the keyring: '" + command + "'",
            .command = command};
}

} // namespace

Inventory::Inventory(const ToolSettings &settings, HelperOracle &helpers)
    : settings_(settings), helpers_(helpers)
{
    collect_keyring();
    for (const LoadedFile *file : settings_.all_files())
        collect_file(*file);
    if (const auto &problem = settings_.conf_problem())
        findings_.push_back(
            {.severity = Severity::Error,
             .check = Check::File,
             .what = problem->what(),
             .why = "podman, buildah and skopeo find no login at all until it is mended",
             .advice = problem->hint(),
             .command = problem->code() == Errc::Input ? edit_command(problem->subject())
                                                       : std::string()});
    std::stable_sort(logins_.begin(), logins_.end(),
                     [](const Login &a, const Login &b) { return a.registry < b.registry; });
    find_users();
}

void Inventory::collect_keyring()
{
    const keyring::Listing &listing = helpers_.keyring();
    for (const keyring::Login &login : listing.logins)
        logins_.push_back({ServerKey(login.server).identity(),
                           login.username,
                           Place::Keyring,
                           {},
                           login.server,
                           our_helper});
    if (listing.incomplete)
        findings_.push_back({.severity = Severity::Warning,
                             .check = Check::Keyring,
                             .what = listing.incomplete->what(),
                             .advice = listing.incomplete->hint()});
}

void Inventory::collect_file(const LoadedFile &file)
{
    find_in_file(file, findings_);
    if (!file.document)
        return;
    for (const AuthEntry &entry : file.document->auths())
        collect_entry(*file.document, entry);
    for (const authfile::HelperEntry &entry : file.document->helpers())
        collect_helper(*file.document, entry);
}

void Inventory::collect_entry(const Document &document, const AuthEntry &entry)
{
    if (entry.is_placeholder())
        return;
    Login login{ServerKey(entry.key).identity(), {}, Place::File, document.name(), entry.key, {}};
    login.is_plain = true;
    try {
        authfile::StoredLogin stored = document.login_of(entry);
        login.username = stored.username.empty() ? "<token>" : std::move(stored.username);
    } catch (const Error &error) {
        findings_.push_back({.severity = Severity::Error,
                             .check = Check::File,
                             .what = error.what(),
                             .why = "docker drops every login of a file with such an entry",
                             .advice = "log in to that registry again, or take the entry out",
                             .command = edit_command(document.name())});
    }
    logins_.push_back(std::move(login));
}

void Inventory::collect_helper(const Document &document, const authfile::HelperEntry &entry)
{
    if (entry.helper.empty()) {
        findings_.push_back(dangling_helper(document, entry, "it has no name"));
        return;
    }
    const std::string registry = ServerKey(entry.registry).identity();
    const bool is_ours = is_our_helper(entry.helper);
    if (is_ours)
        ours_.insert(registry);
    std::optional<std::string> user;
    try {
        user = helpers_.user_of(entry.helper, entry.registry);
    } catch (const Error &error) {
        findings_.push_back(dangling_helper(document, entry, error.what()));
        return;
    }
    // a keyring that is locked may have a login that it does not show
    if (!user && (!is_ours || !helpers_.keyring().incomplete))
        findings_.push_back(helper_without_login(document, entry));
    else if (user && !is_ours)
        logins_.push_back(
            {registry, *user, Place::Helper, document.name(), entry.registry, entry.helper});
}

void Inventory::find_users()
{
    for (std::size_t first = 0; first < logins_.size();) {
        std::size_t end = first;
        while (end < logins_.size() && logins_[end].registry == logins_[first].registry)
            ++end;
        find_users_of(first, end);
        first = end;
    }
}

/// For the logins of one registry, from `first` up to `end`.
void Inventory::find_users_of(std::size_t first, std::size_t end)
{
    const std::string registry = logins_[first].registry;
    const ServerKey key(registry);
    const bool is_token = key.kind() == KeyKind::DockerHubToken;
    Answer met; // by the tools that the logins are meant for
    for (const Tool tool : all_tools) {
        if (!is_looked_up(tool, key))
            continue;
        authfile::Trace trace = settings_.look_up(tool, registry, helpers_.ask());
        for (std::size_t i = first; i < end; ++i)
            if (is_answer(logins_[i], trace.answer))
                logins_[i].used_by.push_back(tool);
        if (tool == (is_token ? Tool::Docker : Tool::Containers))
            met = std::move(trace.answer);
    }
    for (std::size_t i = first; i < end; ++i)
        note_if_unused(logins_[i], met);
}

void Inventory::note_if_unused(const Login &login, const Answer &answer)
{
    const bool is_token = ServerKey(login.key).kind() == KeyKind::DockerHubToken;
    if (login.place == Place::File && login.used_by.empty())
        findings_.push_back(is_token ? unused_token(login, answer) : unused_entry(login, answer));
    else if (login.place == Place::Keyring && answer.outcome == Outcome::Entry &&
             ours_.contains(login.registry))
        findings_.push_back(unused_keyring(answer));
}

} // namespace cppsecret::machine
