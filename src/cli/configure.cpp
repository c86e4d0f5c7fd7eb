// SPDX-License-Identifier: MIT
// cppsecret configure: makes our helper answer for registries.
#include "authfile/podman_connections.hpp"
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/edits.hpp"
#include "cli/hosts.hpp"
#include "cli/listed_helpers.hpp"
#include "cli/our_entries.hpp"
#include "cli/proof.hpp"
#include "cli/surroundings.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;

struct Wanted {
    std::vector<std::string> hosts;
    std::optional<std::string> tool;
    std::optional<std::string> auth_file;
    bool all_registries = false;
    bool strict = false;
    bool from_auths = false;
    bool force = false;
    Consent consent;
};

using Hosts = std::set<std::string>;

bool has(const std::vector<Tool> &tools, Tool tool)
{
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
}

/// Names our helper for `key`; another helper there is a conflict unless forced away.
void name_helper(const Document &document, Changes &changes, const std::string &key, bool force)
{
    const authfile::HelperEntry *entry = document.find_helper(key);
    if (entry != nullptr && entry->helper == our_helper)
        return;
    if (entry != nullptr && !entry->helper.empty() && !is_our_helper(entry->helper) && !force)
        throw Error(Errc::Input,
                    "'" + document.name() + "' names the helper '" + entry->helper + "' for '" +
                        key + "'",
                    "say --force to replace it");
    changes.set_helper(key, our_helper);
}

void name_store(const Document &document, Changes &changes, bool force)
{
    const std::string &store = document.creds_store();
    if (store == our_helper)
        return;
    if (!store.empty() && !is_our_helper(store) && !force)
        throw Error(Errc::Input, "'" + document.name() + "' has the credsStore '" + store + "'",
                    "say --force to replace it");
    changes.set_creds_store(our_helper);
}

/// One run of the command.
class Configuration {
public:
    Configuration(const Terminal &terminal, const Wanted &wanted)
        : terminal_(terminal), wanted_(wanted), surroundings_(wanted.auth_file)
    {
        tools_ = chosen_tools(wanted.tool, wanted.auth_file, installed_tools());
        if (tools_.empty())
            throw Error(Errc::System, "neither podman, buildah, skopeo nor docker is in PATH",
                        "say whose files to change: --tool containers, docker or all");
        for (const std::string &host : wanted.hosts)
            hosts_.insert(parse_host(host));
        if (wanted.from_auths)
            add_hosts_with_logins();
    }

    void run()
    {
        plan();
        warn();
        if (!edits_.carry_out(terminal_, wanted_.consent))
            return;
        for (const Tool tool : tools_) {
            Hosts hosts = hosts_;
            if (tool == Tool::Docker && is_hub_left_alone())
                hosts.erase(std::string(docker_hub_host));
            prove(terminal_, tool, {hosts.begin(), hosts.end()}, wanted_.auth_file);
        }
        if (wanted_.all_registries && has(tools_, Tool::Containers))
            prove_drop_in(surroundings_.environment());
        if (has(tools_, Tool::Containers) && !wanted_.all_registries && !wanted_.auth_file &&
            !hosts_.empty())
            terminal_.hint("after a reboot a 'podman login' for such a host writes base64 again, "
                           "unless --all-registries is used");
    }

private:
    void add_hosts_with_logins()
    {
        const auto add = [this](const authfile::LoadedFile &file) {
            if (!file.document)
                return;
            for (const authfile::AuthEntry &entry : file.document->auths()) {
                const ServerKey key(entry.key);
                if (!entry.is_placeholder() && !key.has_path() && is_host(key.host()))
                    hosts_.insert(key.host());
            }
        };
        if (has(tools_, Tool::Containers))
            for (const authfile::LoadedFile &file : surroundings_.files())
                add(file);
        if (has(tools_, Tool::Docker))
            add(surroundings_.docker_file());
    }

    void plan()
    {
        const bool force = wanted_.force;
        if (has(tools_, Tool::Containers)) {
            if (!hosts_.empty())
                for (const authfile::Location &location :
                     containers_files(surroundings_.environment(), wanted_.auth_file))
                    edits_.amend(location,
                                 [this, force](const Document &document, Changes &changes) {
                                     for (const std::string &host : hosts_)
                                         name_helper(document, changes, host, force);
                                 });
            if (wanted_.all_registries)
                edits_.replace(drop_in_path(surroundings_.environment()),
                               drop_in_text(wanted_.strict));
        }
        if (has(tools_, Tool::Docker))
            plan_for_docker();
    }

    void plan_for_docker()
    {
        connection_ = authfile::find_podman_connection(surroundings_.environment());
        const bool has_nerdctl = client::find_program("nerdctl").has_value();
        edits_.amend(authfile::docker_location(surroundings_.environment()),
                     [this, has_nerdctl](const Document &document, Changes &changes) {
                         if (wanted_.all_registries)
                             name_store(document, changes, wanted_.force);
                         for (const std::string &host : hosts_)
                             if (host != docker_hub_host)
                                 for (const std::string &key :
                                      docker_helper_keys(host, has_nerdctl))
                                     name_helper(document, changes, key, wanted_.force);
                             else if (!wanted_.all_registries)
                                 name_for_hub(document, changes);
                     });
    }

    /// docker's Hub goes by credsStore if that is free; else by its URL, which a podman with a
    /// connection cannot stand.
    void name_for_hub(const Document &document, Changes &changes) const
    {
        const bool is_named = document.find_helper(std::string(docker_hub_url)) != nullptr;
        if (!is_named && (document.creds_store().empty() || document.creds_store() == our_helper))
            name_store(document, changes, wanted_.force);
        else if (is_named || connection_.empty())
            name_helper(document, changes, std::string(docker_hub_url), wanted_.force);
    }

    /// True if docker's file stays as it is for Docker Hub: name_for_hub().
    [[nodiscard]] bool is_hub_left_alone() const
    {
        const authfile::LoadedFile &file = surroundings_.docker_file();
        return file.document && !wanted_.all_registries && !connection_.empty() &&
               !file.document->creds_store().empty() &&
               file.document->creds_store() != our_helper &&
               file.document->find_helper(std::string(docker_hub_url)) == nullptr;
    }

    void warn()
    {
        if (!client::find_program("docker-credential-cppsecret"))
            terminal_.warn("'docker-credential-cppsecret' is not in PATH: the tools fail for "
                           "registries that name it");
        if (has(tools_, Tool::Containers)) {
            for (const authfile::LoadedFile &file : surroundings_.files())
                warn_of_entries(file, Tool::Containers);
            if (!wanted_.auth_file && !primary_location(surroundings_.environment()))
                terminal_.warn(
                    "the folder of XDG_RUNTIME_DIR does not exist: 'podman login' fails");
        }
        if (has(tools_, Tool::Docker)) {
            warn_of_entries(surroundings_.docker_file(), Tool::Docker);
            warn_of_docker();
        }
    }

    /// Logins in plain text that are not used any more.
    void warn_of_entries(const authfile::LoadedFile &file, Tool tool)
    {
        if (!file.document)
            return;
        for (const authfile::AuthEntry &entry : file.document->auths()) {
            const ServerKey key(entry.key);
            const bool is_ours = hosts_.contains(key.host()) ||
                                 (tool == Tool::Docker ? sets_store() : wanted_.all_registries);
            if (entry.is_placeholder() || key.host().empty() || !is_ours)
                continue;
            const std::string place = "'" + entry.key + "' in '" + file.location.path + "'";
            if (key.has_path() && tool == Tool::Containers)
                warn_once("the login for " + place +
                          " is not used where the helper has one for the host: helpers know no "
                          "namespaces");
            else if (!key.has_path() && is_lost(key, tool))
                warn_once("the login for " + place + " may not be found any more",
                          "log in once more, so that the keyring has it");
        }
    }

    /// True if the helper has no login to take the place of the one in the file.
    bool is_lost(const ServerKey &key, Tool tool)
    {
        if (wanted_.all_registries && tool == Tool::Containers && !wanted_.strict &&
            !hosts_.contains(key.host()))
            return false; // the auth files come after the helper
        const auto &logins = helpers_.keyring().logins;
        return std::none_of(logins.begin(), logins.end(), [&key](const keyring::Login &login) {
            return ServerKey(login.server) == key;
        });
    }

    /// True if docker asks our helper for every registry from now on, and none of its `auths`.
    [[nodiscard]] bool sets_store() const
    {
        if (wanted_.all_registries)
            return true;
        const auto &document = surroundings_.docker_file().document;
        return hosts_.contains(std::string(docker_hub_host)) &&
               (!document || (document->creds_store().empty() &&
                              document->find_helper(std::string(docker_hub_url)) == nullptr));
    }

    void warn_of_docker()
    {
        const authfile::LoadedFile &file = surroundings_.docker_file();
        const std::string store = file.document ? file.document->creds_store() : std::string();
        const bool says_nothing =
            !file.document || (file.document->auths().empty() && file.document->helpers().empty());
        if (says_nothing && store.empty() && !sets_store() && !hosts_.empty() &&
            !surroundings_.detected_store().empty())
            warn_once("docker stops to find the helper '" + surroundings_.detected_store() +
                          "' by itself, and writes other logins as base64",
                      "--all-registries names our helper for them");
        if (hosts_.contains(std::string(docker_hub_host)) && is_hub_left_alone())
            warn_once("docker goes on asking '" + store +
                      "' for Docker Hub: the entry for its URL would make podman fail, which has "
                      "a connection ('" +
                      connection_ + "')");
    }

    void warn_once(const std::string &message, const std::string &hint = {})
    {
        if (warned_.insert(message).second)
            terminal_.warn(message, hint);
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    Surroundings surroundings_;
    ListedHelpers helpers_;
    std::vector<Tool> tools_;
    Hosts hosts_;
    std::string connection_; // podman's, if it has one
    Edits edits_;
    std::set<std::string> warned_;
};

void configure(const Terminal &terminal, const Wanted &wanted)
{
    refuse_sudo();
    if (wanted.hosts.empty() && !wanted.all_registries && !wanted.from_auths)
        throw Error(Errc::Usage, "name a HOST, or say --from-auths or --all-registries",
                    "try: cppsecret configure --help");
    if (wanted.strict && !wanted.all_registries)
        throw Error(Errc::Usage, "--strict goes with --all-registries only",
                    "try: cppsecret configure --help");
    if (wanted.auth_file && wanted.all_registries)
        throw Error(Errc::Usage, "--all-registries is not written to an auth file",
                    "leave out --authfile");
    Configuration(terminal, wanted).run();
}

} // namespace

Action declare_configure(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.arguments("HOST", wanted->hosts, "Registries: host or host:port");
    options.flag("--all-registries", wanted->all_registries, "For every registry");
    options.flag("--strict", wanted->strict,
                 "With --all-registries: podman, buildah and skopeo read no auth files any more");
    options.flag("--from-auths", wanted->from_auths, "For every host that has a login now");
    options.choice("--tool", tool_words(), wanted->tool,
                   "Whose files (default: of the tools that are there)");
    options.text("--authfile", "FILE", wanted->auth_file, "Change this file alone");
    options.flag("--dry-run", wanted->consent.dry_run, "Show the changes and make none");
    options.flag("--yes", wanted->consent.yes, "Do not ask");
    options.flag("--force", wanted->force, "Replace the entries of other helpers");
    options.more_help("Shows the change to each file, asks, and proves afterwards that the tools "
                      "ask the helper.\n"
                      "Values of the files are not shown. Can be repeated without harm.");
    return [wanted](const Terminal &terminal) { configure(terminal, *wanted); };
}

} // namespace cppsecret::cli
