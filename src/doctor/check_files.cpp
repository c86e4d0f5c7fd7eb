// SPDX-License-Identifier: MIT
// The auth files, and the logins in them.
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "json/key_folding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cppsecret::doctor {

namespace {

using authfile::Document;
using authfile::Format;
using authfile::LoadedFile;

/// The members of config.json that docker keeps when it writes the file (docker 28).
constexpr std::array<std::string_view, 22> docker_members{
    "HttpHeaders",          "psFormat",       "imagesFormat", "networksFormat",
    "pluginsFormat",        "volumesFormat",  "statsFormat",  "detachKeys",
    "serviceInspectFormat", "servicesFormat", "tasksFormat",  "secretFormat",
    "configFormat",         "nodesFormat",    "pruneFilters", "proxies",
    "currentContext",       "plugins",        "aliases",      "features",
    "cliPluginsExtraDirs",  "experimental"};

/// The first few of the names, for a message.
std::string some_of(const std::vector<std::string> &names)
{
    constexpr std::size_t enough = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), enough); ++i)
        append_listed(text, in_ticks(names[i]));
    return names.size() > enough ? text + " and " + std::to_string(names.size() - enough) + " more"
                                 : text;
}

bool check_owner(const Snapshot &snapshot, const Ownership &owned, machine::Findings &findings)
{
    const std::string user = std::to_string(snapshot.account.user);
    if (owned.owner.value_or(snapshot.account.user) == snapshot.account.user)
        return true;
    findings.push_back(
        {.severity = machine::Severity::Error,
         .check = machine::Check::Owner,
         .what = "'" + owned.path + "' belongs to user " + std::to_string(*owned.owner) +
                 ", not to you",
         .why = "a login cannot be written to it; a tool that was run with sudo leaves that behind",
         .command = snapshot.as_root(Command("chown").operand(user).operand(owned.path))});
    return false;
}

/// Owner of the file and of its folder, in which it is replaced, and whether we write there.
bool check_owners(const Snapshot &snapshot, const AuthFile &file, machine::Findings &findings)
{
    const bool is_ours = check_owner(snapshot, file.target, findings);
    if ((!file.is_folder_writable && !check_owner(snapshot, file.folder, findings)) || !is_ours)
        return false;
    if (!file.distrust)
        return true;
    machine::Finding finding{.severity = machine::Severity::Warning,
                             .check = machine::Check::Owner,
                             .what = file.distrust->what(),
                             .why = "others could put a file of theirs in its place"};
    take_advice(finding, *file.distrust);
    findings.push_back(std::move(finding));
    return false;
}

/// What the next writer of the file drops: trap of unknown keys.
std::vector<std::string> keys_to_be_dropped(const Document &document)
{
    std::vector<std::string> keys = document.other_members();
    const std::vector<std::string> misplaced = document.misplaced_logins(); // told with the logins
    std::erase_if(keys, [&misplaced](const std::string &key) {
        return std::find(misplaced.begin(), misplaced.end(), key) != misplaced.end();
    });
    if (document.format() == Format::DockerConfig)
        std::erase_if(keys, [](const std::string &key) {
            return std::any_of(
                docker_members.begin(), docker_members.end(),
                [&](std::string_view member) { return json::is_same_key(key, to_lower(member)); });
        });
    for (const authfile::AuthEntry &entry : document.auths())
        for (const std::string &field : document.unknown_fields(entry))
            keys.push_back(entry.key + ": " + field);
    return keys;
}

void check_keys(const Document &document, machine::Findings &findings)
{
    const std::vector<std::string> keys = keys_to_be_dropped(document);
    if (keys.empty())
        return;
    const bool is_docker = document.format() == Format::DockerConfig;
    findings.push_back({.severity = machine::Severity::Warning,
                        .check = machine::Check::Keys,
                        .what = "'" + document.name() + "' holds " + some_of(keys) + ", which " +
                                (is_docker ? "docker" : "podman") + " does not know",
                        .why = std::string("the next login or logout of ") +
                               (is_docker ? "docker" : "podman, buildah or skopeo") +
                               " drops that from the file",
                        .advice = "keep it in another file, and take it out of this one",
                        .command = machine::edit_command(document.name())});
}

/// The tools whose next login goes into the file in podman's own format, whoever else's it is.
std::vector<machine::Tool> writers_of(const std::string &path, const Snapshot &snapshot)
{
    for (const NextLogins &logins : snapshot.next_logins)
        if (logins.tools.front().family == machine::Family::Containers &&
            logins.next.goes == machine::NextLogin::Goes::PlainText &&
            !logins.next.is_in_dockers_format && logins.next.file == path)
            return logins.tools;
    return {};
}

/// podman before 4.8 takes the config.json of DOCKER_CONFIG for an auth.json of its own.
void check_keys_for_podman(const Snapshot &snapshot, const LoadedFile &file,
                           machine::Findings &findings)
{
    const std::vector<machine::Tool> writers = writers_of(file.location.path, snapshot);
    if (file.location.format != Format::DockerConfig || writers.empty())
        return;
    std::vector<std::string> keys = file.document->other_members();
    if (!file.document->creds_store().empty())
        keys.emplace_back("credsStore");
    if (!keys.empty())
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Keys,
             .what = "a login by " + in_words(writers) + " writes to '" + file.location.path +
                     "' while DOCKER_CONFIG is set, and drops " + some_of(keys),
             .why = "docker loses these settings, and with a credsStore its logins",
             .advice = "let the keyring take podman's logins",
             .command = Command("cppsecret configure --tool containers --all-registries")});
}

/// What keeps us from changing the file.
bool check_syntax(const Document &document, machine::Findings &findings)
{
    const auto problem = document.edit_problem();
    if (!problem || document.is_blank())
        return true;
    if (document.docker_problem().empty()) // that is told with the logins
        findings.push_back({.severity = machine::Severity::Warning,
                            .check = machine::Check::File,
                            .what = problem->what(),
                            .why = "tools disagree on what counts, and cppsecret does not change "
                                   "the file",
                            .advice = "fix it with an editor",
                            .command = machine::edit_command(document.name())});
    return false;
}

void check_file(const Snapshot &snapshot, const AuthFile &auth_file, machine::Findings &findings)
{
    const LoadedFile &file = *auth_file.loaded;
    if (!file.is_there())
        return;
    const bool is_services =
        file.location.role == authfile::Role::Crio || file.location.role == authfile::Role::Ostree;
    // those of services are root's, and nobody logs in to them
    const bool is_ours =
        (is_services && snapshot.account.user != 0) || check_owners(snapshot, auth_file, findings);
    if (!file.document)
        return; // why is told with the logins
    const bool is_sound = check_syntax(*file.document, findings);
    // helm keeps what it finds, and a login with buildx's is docker's
    if (!is_services && file.location.role != authfile::Role::Helm &&
        file.location.role != authfile::Role::Buildx)
        check_keys(*file.document, findings);
    check_keys_for_podman(snapshot, file, findings);
    if (is_ours && is_sound && !file.problem && !file.document->is_blank())
        findings.push_back(
            {.check = machine::Check::File, .what = "'" + file.location.path + "' can be used"});
}

} // namespace

void check_files(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const AuthFile &file : snapshot.files.all)
        check_file(snapshot, file, findings);
}

void check_logins(const Snapshot &snapshot, machine::Findings &findings)
{
    std::size_t in_keyring = 0;
    for (const machine::Login &login : snapshot.logins)
        in_keyring += login.place == machine::Place::Keyring ? 1U : 0U;
    if (in_keyring > 0)
        findings.push_back({.check = machine::Check::Logins,
                            .what = "the keyring holds " + counted(in_keyring, "login")});
    for (const machine::Finding &finding : snapshot.inventory_findings)
        if (finding.check != machine::Check::Keyring) // its state is told already
            findings.push_back(finding);
}

} // namespace cppsecret::doctor
