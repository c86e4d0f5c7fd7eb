// SPDX-License-Identifier: MIT
#include "machine/inventory.hpp"

#include "base/error.hpp"
#include "credential/server_key.hpp"
#include "credential/storable.hpp"
#include "machine/buildx_findings.hpp"
#include "machine/file_findings.hpp"
#include "machine/helper_findings.hpp"
#include "machine/login_findings.hpp"
#include "machine/model/asked_names.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cppsecret::machine {

using authfile::AuthEntry;
using authfile::Document;
using authfile::LoadedFile;
using authfile::Outcome;

Inventory::Inventory(const ToolSettings &settings, HelperOracle &helpers)
    : settings_(settings), helpers_(helpers)
{
    collect_keyring();
    by_namespace_ = find_by_namespace(settings_, helpers_.ask(), helpers_.sharing());
    for (const LoadedFile *file : settings_.all_files())
        collect_file(*file);
    collect_docker_store();
    collect_helpers_for_all();
    note_conf_problem();
    note_missing_file();
    if (const std::string note = note_on_versions(settings_.installed()); !note.empty())
        findings_.push_back({.severity = Severity::Warning,
                             .check = Check::Version,
                             .what = note,
                             .why = "an older one may search in another way",
                             .advice = "see what it says to --version"});
    std::stable_sort(logins_.begin(), logins_.end(),
                     [](const Login &a, const Login &b) { return a.registry < b.registry; });
    for (Login &login : logins_)
        find_users(login);
}

void Inventory::collect_keyring()
{
    const keyring::Listing &listing = helpers_.keyring();
    for (const keyring::Login &login : listing.logins) {
        const std::string registry = ServerKey(login.server).identity();
        logins_.push_back({registry, login.username, Place::Keyring, {}, login.server, our_helper});
        logins_.back().is_found_by_key_alone = login.is_found_by_key_alone;
    }
    if (listing.incomplete)
        findings_.push_back({.severity = Severity::Warning,
                             .check = Check::Keyring,
                             .what = listing.incomplete->what(),
                             .advice = listing.incomplete->hint()});
}

void Inventory::collect_file(const LoadedFile &file)
{
    find_in_file(file, settings_, findings_, by_namespace_);
    if (settings_.owner_of(file.location.path) == Family::Buildx)
        find_in_buildx_file(file, settings_, helpers_.ask(), findings_);
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
    try {
        authfile::StoredLogin stored = document.login_of(entry);
        if (ends_in_line_break(stored.password.reveal()))
            findings_.push_back(password_with_line_break(document, entry));
        login.username = stored.username.empty() ? "<token>" : std::move(stored.username);
    } catch (const Error &error) {
        findings_.push_back(unreadable_entry(document, entry, error.what(), settings_));
    }
    logins_.push_back(std::move(login));
}

void Inventory::collect_helper(const Document &document, const authfile::HelperEntry &entry)
{
    if (entry.helper.empty()) {
        note_dangling(document, entry, "it has no name");
        return;
    }
    const std::string registry = ServerKey(entry.registry).identity();
    if (is_our_helper(entry.helper))
        ours_.insert(registry);
    if (settings_.is_of_snap(document.name())) {
        findings_.push_back(helper_in_snap(document, entry.helper));
        return;
    }
    const Family owner = settings_.owner_of(document.name());
    authfile::HelperReply reply = has_keyring_of(owner)
                                      ? helpers_.reply_of(entry.helper, entry.registry)
                                  : settings_.helpers().contains(entry.helper)
                                      ? authfile::HelperReply::unknown("only root can ask it")
                                      : authfile::HelperReply::failed(not_in_path(entry.helper));
    using Kind = authfile::HelperReply::Kind;
    if (reply.kind == Kind::Failed)
        note_dangling(document, entry, reply.reason);
    else if (!is_asked_for(document, entry))
        findings_.push_back(unasked_helper(document, entry, owner));
    else if (reply.kind == Kind::None)
        findings_.push_back(helper_without_login(document, entry, owner));
    else if (!is_our_helper(entry.helper) && !helpers_.shares_keyring(entry.helper))
        logins_.push_back({registry, reply.login.username, Place::Helper, document.name(),
                           entry.registry, entry.helper});
}

void Inventory::note_dangling(const Document &document, const authfile::HelperEntry &entry,
                              const std::string &problem)
{
    const Family owner = settings_.owner_of(document.name());
    Finding finding = dangling_helper(document, entry, problem, owner);
    if (!has_own_files(owner) && is_asked_by(Family::Docker, document, entry) &&
        !is_asked_by(Family::Containers, document, entry))
        finding.why = "docker cannot log in there, and finds only what its file has in plain text; "
                      "'podman --remote' fails at every registry";
    else if (!has_own_files(owner) && !is_asked_by(Family::Containers, document, entry))
        finding.why =
            "no search asks it, but 'podman --remote' fails at every registry if it reads "
            "the file";
    findings_.push_back(std::move(finding));
}

bool Inventory::is_asked_by(Family family, const Document &document,
                            const authfile::HelperEntry &entry)
{
    const std::vector<Tool> tools = settings_.tools_of(family);
    return std::any_of(tools.begin(), tools.end(), [&](const Tool &tool) {
        return reach_of_helper(document.name(), entry.registry, tool, settings_, helpers_.ask())
            .is_used();
    });
}

void Inventory::note_conf_problem()
{
    const std::vector<Tool> all = settings_.tools_of(Family::Containers);
    const Error *problem = nullptr;
    std::vector<Tool> failing;
    bool is_of_login = true; // alone
    for (const Tool &tool : all) {
        const auto &of_search = settings_.registries_of(tool).problem;
        const auto &own = of_search ? of_search : settings_.registries_at_login_of(tool).problem;
        if (!own)
            continue;
        problem = problem == nullptr ? &*own : problem;
        is_of_login = is_of_login && !of_search;
        failing.push_back(tool);
    }
    if (problem == nullptr)
        return;
    const std::string who = failing == all ? "podman, buildah and skopeo" : in_words(failing);
    const bool is_one = failing != all && failing.size() == 1;
    findings_.push_back(
        {.severity = Severity::Error,
         .check = Check::File,
         .what = problem->what(),
         .why = is_of_login
                    ? "a login by " + in_words(failing) + " fails until it is fixed"
                    : who + (is_one ? " finds" : " find") + " no login at all until it is fixed"});
    take_advice(findings_.back(), *problem);
}

void Inventory::note_missing_file()
{
    if (const auto problem = find_quoted_path(settings_.environment(), settings_.auth_file())) {
        findings_.push_back({.severity = Severity::Error,
                             .check = Check::Environment,
                             .what = problem->what(),
                             .why = "the tools use it literally and create folders of that name"});
        take_advice(findings_.back(), *problem);
        return; // then there is no such file
    }
    const LoadedFile *missing = nullptr;
    std::vector<Tool> failing;
    for (const Tool &tool : settings_.tools_of(Family::Containers))
        if (const LoadedFile *file = settings_.missing_file_of(tool)) {
            missing = file;
            failing.push_back(tool);
        }
    if (missing != nullptr)
        findings_.push_back(missing_file(*missing, failing, settings_));
}

void Inventory::collect_docker_store()
{
    const auto &document = settings_.docker_file().document;
    const std::string store = document ? document->creds_store() : std::string();
    if (!store.empty() && settings_.is_of_snap(document->name()))
        findings_.push_back(helper_in_snap(*document, store));
    else if (!store.empty() && !settings_.helpers().contains(store))
        findings_.push_back(missing_store(*document));
    const NextLogin next = next_login(settings_.tools_of(Family::Docker).front(), settings_);
    if (next.goes != NextLogin::Goes::Helper || helpers_.shares_keyring(next.helper))
        return;
    collect_listed(next.helper, next.file);
}

void Inventory::collect_helpers_for_all()
{
    const authfile::RegistriesConf &conf = settings_.registries_conf();
    for (const std::string &helper : conf.credential_helpers()) {
        if (helper == authfile::auth_files_helper)
            continue;
        if (!settings_.helpers().contains(helper))
            findings_.push_back(missing_helper_for_all(conf.source(), helper));
        else if (!helpers_.shares_keyring(helper))
            collect_listed(helper, conf.source());
    }
}

void Inventory::collect_listed(const std::string &helper, const std::string &file)
{
    for (const auto &[key, user] : helpers_.users_of(helper))
        logins_.push_back({ServerKey(key).identity(), user, Place::Helper, file, key, helper});
}

bool Inventory::has_keyring_of(Family family) const
{
    return !is_service(family) || settings_.environment().uid == 0;
}

bool Inventory::is_asked_for(const Document &document, const authfile::HelperEntry &entry) const
{
    const Family owner = settings_.owner_of(document.name());
    const std::vector<std::string> names = names_for_helper(owner, entry.registry);
    if (owner == Family::Buildx)
        return !names_in_scope(names, settings_.scope_of(document.name())).empty();
    if (has_own_files(owner))
        return !names.empty();
    const bool is_dockers = document.format() == authfile::Format::DockerConfig;
    return !names_for_helper(Family::Containers, entry.registry).empty() ||
           (is_dockers && !names_for_helper(Family::Docker, entry.registry).empty());
}

void Inventory::find_users(Login &login)
{
    const bool is_token = ServerKey(login.key).kind() == KeyKind::DockerHubToken;
    const auto is_meant_for = [&](Family family) {
        return family == (is_token ? Family::Docker : Family::Containers) ||
               (login.place == Place::File && !is_token);
    };
    std::optional<Reach> told; // that of the tools that the login is meant for which counts
    for (const Family family : settings_.families()) {
        if (login.place == Place::Keyring && !has_keyring_of(family))
            continue;
        std::optional<Dialect> dialect;
        bool is_used = false;
        for (const Tool &tool : settings_.tools_of(family)) {
            if (dialect != dialect_of(tool)) {
                dialect = dialect_of(tool);
                Reach reach = reach_of(login, tool, settings_, helpers_.ask(), helpers_.sharing());
                is_used = reach.is_used();
                if (is_meant_for(family) && (!told || told->obstacle < reach.obstacle))
                    told = std::move(reach);
            }
            if (is_used)
                login.used_by.push_back(tool);
        }
    }
    if (told)
        note_if_unused(login, *told);
}

void Inventory::note_if_unused(const Login &login, const Reach &reach)
{
    // the containers tools may take a token for the login of Docker Hub, to no gain of docker's
    const bool is_token = ServerKey(login.key).kind() == KeyKind::DockerHubToken;
    // what is no login, or fails, is told, and a helper that may have none is no fault
    if (login.place == Place::File && (login.username.empty() || reach.is_undecided()))
        return;
    if (is_told_with_buildx_file(login, reach, settings_))
        return;
    if (login.place == Place::File && is_token && !reach.is_used())
        findings_.push_back(unused_token(login, reach, settings_));
    else if (login.place == Place::File && !is_token && login.used_by.empty())
        findings_.push_back(unused_entry(login, reach, settings_));
    else if (login.place == Place::Keyring && reach.met.outcome == Outcome::Entry &&
             ours_.contains(login.registry))
        findings_.push_back(unused_keyring(reach.met, settings_));
}

} // namespace cppsecret::machine
