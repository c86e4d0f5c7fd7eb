// SPDX-License-Identifier: MIT
// cppsecret configure: makes our helper answer for registries.
#include "cli/commands/configure.hpp"

#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "cli/command.hpp"
#include "cli/consent.hpp"
#include "cli/lookup_text.hpp"
#include "cli/target_options.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/installed_tools.hpp"
#include "machine/sudo.hpp"
#include "machine/tool_settings.hpp"
#include "setup/drop_in.hpp"
#include "setup/entry_plan.hpp"
#include "setup/lookup_check.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted : Targets {
    bool all_registries = false;
    bool strict = false;
    bool from_auths = false;
    bool force = false;
};

/// One run of the command.
class Configuration {
public:
    Configuration(const Terminal &terminal, const Wanted &wanted)
        : terminal_(terminal),
          wanted_(wanted),
          settings_(wanted.auth_file),
          tools_(machine::chosen_tools(wanted.tool, wanted.auth_file, machine::installed_tools())),
          hosts_(wanted.parsed_hosts()),
          entries_(settings_, {wanted.force, wanted.all_registries})
    {
        if (tools_.empty())
            throw Error(Errc::System, "neither podman, buildah, skopeo nor docker is in PATH",
                        "say whose files to change: --tool containers, docker or all");
        if (wanted.from_auths)
            add_hosts_with_logins();
    }

    void run()
    {
        if (!wanted_.consent.dry_run)
            setup::clean_up_after_killed_runs(settings_.environment(), wanted_.auth_file);
        plan();
        warn();
        if (!carry_out(terminal_, edits_, wanted_.consent))
            return;
        for (const machine::Tool tool : tools_) {
            Hosts hosts = hosts_;
            if (tool == machine::Tool::Docker && entries_.leaves_hub_alone())
                remove_docker_hub(hosts);
            terminal_.print(text_of(
                setup::prove_lookups(tool, {hosts.begin(), hosts.end()}, wanted_.auth_file)));
        }
        if (wanted_.all_registries && contains(tools_, machine::Tool::Containers))
            setup::prove_drop_in(settings_.environment());
        if (contains(tools_, machine::Tool::Containers) && !wanted_.all_registries &&
            !wanted_.auth_file && !hosts_.empty())
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
                if (!entry.is_placeholder() && key.kind() == KeyKind::Registry)
                    hosts_.insert(key.host());
            }
        };
        if (contains(tools_, machine::Tool::Containers))
            for (const authfile::LoadedFile &file : settings_.files())
                add(file);
        if (contains(tools_, machine::Tool::Docker))
            add(settings_.docker_file());
    }

    void plan()
    {
        if (contains(tools_, machine::Tool::Containers)) {
            entries_.plan_for_containers(edits_, hosts_, wanted_.auth_file);
            if (wanted_.all_registries)
                edits_.replace(setup::drop_in_path(settings_.environment()),
                               setup::drop_in_text(wanted_.strict));
        }
        if (contains(tools_, machine::Tool::Docker))
            entries_.plan_for_docker(edits_, hosts_);
    }

    void warn()
    {
        if (!client::find_program("docker-credential-cppsecret"))
            terminal_.warn("'docker-credential-cppsecret' is not in PATH: the tools fail for "
                           "registries that name it");
        if (contains(tools_, machine::Tool::Containers)) {
            for (const authfile::LoadedFile &file : settings_.files())
                warn_of_entries(file, machine::Tool::Containers);
            if (!wanted_.auth_file && !primary_location(settings_.environment()))
                terminal_.warn(
                    "the folder of XDG_RUNTIME_DIR does not exist: 'podman login' fails");
        }
        if (contains(tools_, machine::Tool::Docker)) {
            warn_of_entries(settings_.docker_file(), machine::Tool::Docker);
            warn_of_docker();
        }
    }

    /// Logins in plain text that are not used any more.
    void warn_of_entries(const authfile::LoadedFile &file, machine::Tool tool)
    {
        if (!file.document)
            return;
        for (const authfile::AuthEntry &entry : file.document->auths()) {
            const ServerKey key(entry.key);
            const bool is_ours = hosts_.contains(key.registry()) ||
                                 (tool == machine::Tool::Docker ? entries_.sets_store(hosts_)
                                                                : wanted_.all_registries);
            if (entry.is_placeholder() || !is_ours || !is_searched_for(key.kind(), tool))
                continue;
            const std::string place = "'" + entry.key + "' in '" + file.location.path + "'";
            if (key.kind() == KeyKind::Namespace)
                warn_once("the login for " + place +
                          " is not used where the helper has one for the host: helpers know no "
                          "namespaces");
            else if (is_lost(key, tool))
                warn_once("the login for " + place + " may not be found any more",
                          "log in once more, or let 'cppsecret migrate " +
                              shell_word(key.registry()) + "' move it into the keyring");
        }
    }

    [[nodiscard]] static bool is_searched_for(KeyKind kind, machine::Tool tool) noexcept
    {
        return kind == KeyKind::Registry ||
               kind ==
                   (tool == machine::Tool::Docker ? KeyKind::DockerHubToken : KeyKind::Namespace);
    }

    /// True if the helper has no login to take the place of the one in the file.
    bool is_lost(const ServerKey &key, machine::Tool tool)
    {
        if (wanted_.all_registries && tool == machine::Tool::Containers && !wanted_.strict &&
            !hosts_.contains(key.registry()))
            return false; // the auth files come after the helper
        const auto &logins = helpers_.keyring().logins;
        return std::none_of(logins.begin(), logins.end(), [&key](const keyring::Login &login) {
            return ServerKey(login.server) == key;
        });
    }

    void warn_of_docker()
    {
        const authfile::LoadedFile &file = settings_.docker_file();
        const std::string store = file.document ? file.document->creds_store() : std::string();
        const bool says_nothing =
            !file.document || (file.document->auths().empty() && file.document->helpers().empty());
        if (says_nothing && store.empty() && !entries_.sets_store(hosts_) && !hosts_.empty() &&
            !settings_.detected_store().empty())
            warn_once("docker stops to find the helper '" + settings_.detected_store() +
                          "' by itself, and writes other logins as base64",
                      "--all-registries names our helper for them");
        if (contains_docker_hub(hosts_) && entries_.leaves_hub_alone())
            warn_once("docker goes on asking '" + store +
                      "' for Docker Hub: the entry for its URL would make podman fail, which has "
                      "a connection ('" +
                      entries_.connection() + "')");
    }

    void warn_once(const std::string &message, const std::string &hint = {})
    {
        if (warned_.insert(message).second)
            terminal_.warn(message, hint);
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    machine::ToolSettings settings_;
    machine::HelperOracle helpers_;
    std::vector<machine::Tool> tools_;
    Hosts hosts_;
    setup::EntryPlan entries_;
    setup::FileEdits edits_;
    std::set<std::string> warned_;
};

void configure(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
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

void configure_registry(const Terminal &terminal, const std::string &host, bool is_agreed)
{
    Wanted wanted;
    wanted.hosts = {host};
    wanted.consent.yes = is_agreed;
    configure(terminal, wanted);
}

Action declare_configure(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.flag("--all-registries", wanted->all_registries, "For every registry");
    options.flag("--strict", wanted->strict,
                 "With --all-registries: podman, buildah and skopeo read no auth files any more");
    options.flag("--from-auths", wanted->from_auths, "For every host that has a login now");
    declare_tool(options, *wanted, "of the tools that are there");
    declare_targets(options, *wanted);
    options.flag("--force", wanted->force, "Replace the entries of other helpers");
    options.more_help("Shows the change to each file, asks, and proves afterwards that the tools "
                      "ask the helper.\n"
                      "Values of the files are not shown. Can be repeated without harm.");
    return [wanted](const Terminal &terminal) { configure(terminal, *wanted); };
}

} // namespace cppsecret::cli
