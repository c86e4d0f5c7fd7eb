// SPDX-License-Identifier: MIT
#include "migration/plain_logins.hpp"

#include "authfile/lookup/search.hpp"
#include "base/text.hpp"
#include "base/trusted_place.hpp"
#include "credential/registry_name.hpp"
#include "credential/storable.hpp"
#include "migration/keyring_target.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cppsecret::migration {

namespace {

using authfile::AuthEntry;
using authfile::Document;
using authfile::LoadedFile;

std::string host_of(const PlainLogin &login)
{
    switch (login.registry.kind()) {
    case KeyKind::DockerHubToken:
        return login.registry.registry();
    case KeyKind::Registry:
    case KeyKind::Namespace: // as it is written: no tool finds one under another name of Docker Hub
        return login.registry.host();
    case KeyKind::Other:
        break;
    }
    return {};
}

/// As the tools ask for it.
std::string spelling_of(const PlainLogin &login)
{
    return login.registry.kind() == KeyKind::DockerHubToken || is_docker_hub(login.host)
               ? login.host
               : login.registry.spelled_host();
}

/// Under which spelling it is stored: as the tool asks that is most likely to ask another helper
/// too.
std::string server_of(const PlainLogin &login)
{
    if (login.registry.kind() == KeyKind::DockerHubToken)
        return login.key;
    return asks_as_docker(login.owner) ? docker_key_of(login.spelling) : login.spelling;
}

std::string find_obstacle(const PlainLogin &login)
{
    if (login.host.empty())
        return "its key is not the name of a registry";
    if (!is_asked_of_helpers(login.registry.kind()))
        return "helpers know no namespaces";
    if (login.login.secret.empty())
        return login.has_registry_token ? "helpers know no registry tokens" : "it has no password";
    if (!is_storable(login.login))
        return "keyrings hold only text, and it is none";
    return {};
}

/// Whoever it is may have planted it; the tools read it all the same.
bool is_of_another(const LoadedFile &file)
{
    return file.stamp && !are_logins_taken(file.stamp->owner);
}

PlainLogin decode(const LoadedFile &file, machine::Family owner, const AuthEntry &entry,
                  const Hosts &registries)
{
    PlainLogin login{file.location,
                     owner,
                     entry.key,
                     ServerKey(entry.key),
                     {},
                     {},
                     entry.has_registry_token,
                     {},
                     {},
                     {}};
    login.host = host_of(login);
    login.spelling = spelling_of(login);
    if (is_of_another(file)) {
        login.obstacle = "its file belongs to another user";
        return login;
    }
    try {
        login.stored = file.document->login_of(entry);
    } catch (const Error &error) {
        if (registries.empty())
            throw Error(error.code(), error.what(),
                        "fix the entry with an editor, or name the registries whose logins are to "
                        "be moved: cppsecret migrate HOST",
                        error.subject());
        if (registries.contains(login.host))
            throw;
        login.obstacle = error.what();
        return login;
    }
    const authfile::StoredLogin &stored = login.stored;
    const bool is_token = !stored.identity_token.empty();
    login.login = {server_of(login), is_token ? std::string(authfile::token_user) : stored.username,
                   SecretString((is_token ? stored.identity_token : stored.password).reveal())};
    login.obstacle = find_obstacle(login);
    return login;
}

/// Each file once, whatever links or spellings lead to it.
std::vector<const LoadedFile *> files_to_move_from(const machine::ToolSettings &settings,
                                                   const std::optional<std::string> &auth_file)
{
    std::vector<const LoadedFile *> files;
    for (const LoadedFile *loaded : settings.all_files())
        if (auth_file ? loaded->location.path == *auth_file
                      : !is_left_alone(settings.owner_of(loaded->location.path)))
            files.push_back(loaded);
    std::set<std::string> seen;
    std::erase_if(files, [&seen](const LoadedFile *file) {
        return !seen.insert(authfile::canonical_path(file->location.path)).second;
    });
    return files;
}

/// The key that its tools look for before all others comes first.
void sort_by_use(std::vector<PlainLogin> &logins)
{
    std::stable_partition(logins.begin(), logins.end(), [](const PlainLogin &login) {
        return login.key == (asks_as_docker(login.owner) ? docker_key_of(login.host) : login.host);
    });
}

} // namespace

std::string PlainLogin::place() const
{
    return "'" + one_line(key) + "' in '" + location.path + "'";
}

std::vector<PlainLogin> collect_plain_logins(const machine::ToolSettings &settings,
                                             const std::optional<std::string> &auth_file,
                                             const Hosts &registries)
{
    const std::string dockers = authfile::canonical_path(settings.docker_file().location.path);
    std::vector<PlainLogin> all;
    for (const LoadedFile *file : files_to_move_from(settings, auth_file)) {
        if (file->problem)
            throw Error(*file->problem);
        if (!file->document)
            continue;
        const machine::Family owner = authfile::canonical_path(file->location.path) == dockers
                                          ? machine::Family::Docker
                                          : settings.owner_of(file->location.path);
        std::vector<PlainLogin> logins;
        for (const AuthEntry &entry : file->document->auths())
            if (!entry.is_placeholder())
                logins.push_back(decode(*file, owner, entry, registries));
        if (owner == machine::Family::Docker &&
            settings.is_of_snap(settings.docker_file().location.path))
            for (PlainLogin &login : logins) {
                login.is_of_snap = true;
                login.obstacle = machine::no_helper_in_snap;
            }
        sort_by_use(logins);
        std::move(logins.begin(), logins.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<MisplacedLogin> misplaced_logins(const machine::ToolSettings &settings,
                                             const std::optional<std::string> &auth_file)
{
    std::vector<MisplacedLogin> logins;
    for (const LoadedFile *file : files_to_move_from(settings, auth_file))
        if (file->document)
            for (const std::string &key : file->document->misplaced_logins())
                logins.push_back({ServerKey(key).host(),
                                  "'" + one_line(key) + "' in '" + file->location.path + "'"});
    return logins;
}

bool is_still_there(const Document &document, const PlainLogin &login)
{
    const AuthEntry *entry = document.find_auth(login.key);
    if (entry == nullptr || entry->is_placeholder())
        return false;
    const authfile::StoredLogin now = document.login_of(*entry);
    return now.username == login.stored.username &&
           now.password.reveal() == login.stored.password.reveal() &&
           now.identity_token.reveal() == login.stored.identity_token.reveal();
}

} // namespace cppsecret::migration
