// SPDX-License-Identifier: MIT
#include "setup/entry_plan.hpp"

#include "authfile/registries/podman_connections.hpp"
#include "base/command.hpp"
#include "base/error.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"
#include "setup/tool_files.hpp"

#include <algorithm>

namespace cppsecret::setup {

namespace {

using authfile::Changes;
using authfile::Document;

/// Names our helper for `key`; another helper there is a conflict unless forced away.
void name_helper(const Document &document, Changes &changes, const std::string &key, bool force)
{
    const authfile::HelperEntry *entry = document.find_helper(key);
    if (entry != nullptr && entry->helper == machine::our_helper)
        return;
    if (entry != nullptr && !entry->helper.empty() && !machine::is_our_helper(entry->helper) &&
        !force)
        throw Error(Errc::Failed,
                    "'" + document.name() + "' names the helper '" + entry->helper + "' for '" +
                        key + "'",
                    "use --force to replace it");
    changes.set_helper(key, machine::our_helper);
}

void name_store(const Document &document, Changes &changes, bool force)
{
    const std::string &store = document.creds_store();
    if (store == machine::our_helper)
        return;
    if (!store.empty() && !machine::is_our_helper(store) && !force)
        throw Error(Errc::Failed, "'" + document.name() + "' has the credsStore '" + store + "'",
                    "use --force to replace it");
    changes.set_creds_store(machine::our_helper);
}

/// The keys under which the reader of a file asks for a registry. Where nobody knows who reads the
/// file, it says so itself by its other keys: Docker Hub has two.
std::vector<std::string> keys_for_reader(const Document &document, const std::string &host,
                                         bool is_reader_known)
{
    const std::string dockers = docker_key_of(host);
    const auto has = [&document](const std::string &key) {
        return document.find_auth(key) != nullptr || document.find_helper(key) != nullptr;
    };
    if (is_reader_known || !has(dockers))
        return {host};
    return has(host) && host != dockers ? std::vector{host, dockers} : std::vector{dockers};
}

} // namespace

EntryPlan::EntryPlan(const machine::ToolSettings &settings, Rules rules)
    : settings_(settings),
      rules_(rules),
      connection_(authfile::find_podman_connection(settings.environment()))
{
}

void EntryPlan::plan_for_containers(FileEdits &edits, const Hosts &hosts,
                                    const std::optional<std::string> &auth_file) const
{
    if (hosts.empty())
        return;
    const bool is_known = !is_reader_unknown(auth_file);
    for (const authfile::Location &location :
         containers_files(settings_.environment(), auth_file)) {
        Hosts names = hosts;
        if (location.format == authfile::Format::DockerConfig && needs_dockers_key(hosts) &&
            connection_.empty())
            names.insert(docker_key_of(docker_hub_host));
        edits.amend(location, [names, is_known, force = rules_.force](const Document &document,
                                                                      Changes &changes) {
            for (const std::string &name : names)
                for (const std::string &key : keys_for_reader(document, name, is_known))
                    name_helper(document, changes, key, force);
        });
    }
}

bool EntryPlan::is_reader_unknown(const std::optional<std::string> &auth_file) const
{
    return auth_file && !rules_.is_reader_known &&
           authfile::canonical_path(*auth_file) !=
               authfile::canonical_path(settings_.docker_file().location.path); // podman reads that
}

bool EntryPlan::needs_dockers_key(const Hosts &hosts) const
{
    const auto tools = settings_.tools_of(machine::Family::Containers);
    return contains_docker_hub(hosts) &&
           std::any_of(tools.begin(), tools.end(), [this](const machine::Tool &tool) {
               return settings_.writes_dockers_format(tool);
           });
}

void EntryPlan::plan_for_own_file(FileEdits &edits, machine::Family family,
                                  const Hosts &hosts) const
{
    const std::string title = machine::title_of(family);
    if (rules_.all_registries && family != machine::Family::Helm)
        throw Error(Errc::Usage,
                    "--all-registries does not work for " + title +
                        ": only 'credHelpers' names helpers there",
                    "name each HOST");
    if (hosts.empty() && !rules_.all_registries)
        return;
    const auto location = own_file_of(family, settings_.environment());
    if (!location)
        throw Error(Errc::Failed, title + " has no auth file: no crio.conf sets global_auth_file",
                    "set it in a file below /etc/crio/crio.conf.d");
    edits.amend(
        *location, [hosts, family, rules = rules_](const Document &document, Changes &changes) {
            if (rules.all_registries)
                name_store(document, changes, rules.force);
            for (const std::string &host : hosts)
                name_helper(document, changes, asks_as_docker(family) ? docker_key_of(host) : host,
                            rules.force);
        });
}

void EntryPlan::plan_for_docker(FileEdits &edits, const Hosts &hosts) const
{
    const bool has_nerdctl = client::find_program("nerdctl").has_value();
    edits.amend(authfile::docker_location(settings_.environment()),
                [this, hosts, has_nerdctl](const Document &document, Changes &changes) {
                    if (rules_.all_registries)
                        name_store(document, changes, rules_.force);
                    for (const std::string &host : hosts)
                        if (!is_docker_hub(host))
                            for (const std::string &key : docker_helper_keys(host, has_nerdctl))
                                name_helper(document, changes, key, rules_.force);
                        else if (const HubWay way = way_for_hub(document); way == HubWay::Store)
                            name_store(document, changes, rules_.force);
                        else if (way == HubWay::Url)
                            name_helper(document, changes, docker_key_of(host), rules_.force);
                });
}

EntryPlan::HubWay EntryPlan::way_for_hub(const Document &document) const
{
    if (rules_.all_registries)
        return HubWay::Store;
    const bool is_named = document.find_helper(docker_key_of(docker_hub_host)) != nullptr;
    const std::string &store = document.creds_store();
    if (!is_named && (store == machine::our_helper || (store.empty() && rules_.may_set_store)))
        return HubWay::Store;
    return is_named || connection_.empty() ? HubWay::Url : HubWay::None;
}

bool EntryPlan::leaves_hub_alone(const Hosts &hosts) const
{
    const authfile::LoadedFile &file = settings_.docker_file();
    return contains_docker_hub(hosts) && file.document &&
           way_for_hub(*file.document) == HubWay::None;
}

Hosts EntryPlan::hosts_for_docker(Hosts hosts) const
{
    if (leaves_hub_alone(hosts))
        remove_docker_hub(hosts);
    return hosts;
}

std::optional<std::string> EntryPlan::note_on_hub(const Hosts &hosts) const
{
    if (!leaves_hub_alone(hosts))
        return std::nullopt;
    return "docker goes on asking '" + settings_.docker_file().document->creds_store() +
           "' for Docker Hub: the entry for its URL would make podman fail, which has a "
           "connection ('" +
           connection_ + "')";
}

std::optional<Warning> EntryPlan::note_on_reader(const Hosts &hosts,
                                                 const std::optional<std::string> &auth_file) const
{
    const auto &document = settings_.first_file().document;
    const std::string host(docker_hub_host);
    const bool keeps_dockers_key =
        is_reader_unknown(auth_file) && contains_docker_hub(hosts) && document &&
        keys_for_reader(*document, host, false) == std::vector{docker_key_of(host)};
    if (!keeps_dockers_key)
        return std::nullopt;
    return Warning{"podman will not find the login for Docker Hub in '" + *auth_file +
                       "': the entry keeps docker's key, as the file has it",
                   "if podman reads the file, run: " +
                       Command("cppsecret configure --tool containers")
                           .option("--authfile", *auth_file)
                           .operand(host)
                           .text()};
}

std::optional<std::string>
EntryPlan::note_on_hub_for_containers(const Hosts &hosts,
                                      const std::optional<std::string> &auth_file) const
{
    if (auth_file || !needs_dockers_key(hosts) || connection_.empty())
        return std::nullopt;
    return Command("podman login").operand(docker_hub_host).in_ticks() +
           " still writes base64 while DOCKER_CONFIG is set: podman has a connection ('" +
           connection_ + "'), and would fail on the entry for Docker Hub's URL";
}

bool EntryPlan::sets_store(const Hosts &hosts) const
{
    if (rules_.all_registries)
        return true;
    const authfile::LoadedFile &file = settings_.docker_file();
    return contains_docker_hub(hosts) &&
           (!file.document ||
            (file.document->creds_store().empty() && way_for_hub(*file.document) == HubWay::Store));
}

} // namespace cppsecret::setup
