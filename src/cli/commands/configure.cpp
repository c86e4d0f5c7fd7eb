// SPDX-License-Identifier: MIT
// cppsecret configure: makes our helper answer for registries.
#include "cli/commands/configure.hpp"

#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/consent.hpp"
#include "cli/lookup_text.hpp"
#include "cli/target_options.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/installed_tools.hpp"
#include "machine/read_settings.hpp"
#include "machine/sudo.hpp"
#include "machine/target.hpp"
#include "setup/configuration.hpp"
#include "setup/file_edits.hpp"
#include "setup/lookup_check.hpp"
#include "setup/podman_api.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted : TargetOptions {
    bool all_registries = false;
    bool strict = false;
    bool from_auths = false;
    bool force = false;
};

machine::Target target_of(const Wanted &wanted)
{
    const std::vector<machine::Tool> &installed = machine::installed_tools();
    machine::Target target = machine::choose_target(wanted.tool, wanted.auth_file,
                                                    machine::families_to_change(installed));
    machine::require_helpers_of_docker(target, installed);
    if (target.families.empty())
        throw Error(Errc::System, "neither podman, buildah, skopeo nor docker is in PATH",
                    "say whose files to change: --tool containers, docker or all");
    require_root_for_services(target);
    return target;
}

/// Shows that the tools ask our helper now.
void prove(const Terminal &terminal, const machine::Target &target,
           const setup::Configuration &done)
{
    for (const machine::Family family : target.families) {
        const Hosts hosts = done.hosts_to_prove(family);
        terminal.print(text_of(setup::check_lookups(family, hosts, target.auth_file)));
        if (family == machine::Family::Containers)
            setup::check_next_logins(hosts, target.auth_file);
    }
    if (done.has_drop_in())
        setup::check_drop_in();
    if (done.is_undone_by_reboot())
        terminal.hint("after a reboot a 'podman login' for such a host writes base64 again, "
                      "unless --all-registries is used");
}

bool changes_podman_api(const setup::FileEdits &edits, const machine::ToolSettings &settings)
{
    const std::string unit = setup::podman_api_files(settings.environment()).unit;
    const std::vector<setup::FileChange> changes = edits.preview();
    return std::any_of(changes.begin(), changes.end(),
                       [&unit](const setup::FileChange &change) { return change.path == unit; });
}

void run(const Terminal &terminal, const Wanted &wanted)
{
    const machine::Target target = target_of(wanted);
    const machine::ToolSettings settings = machine::read_settings(target.auth_file);
    authfile::refuse_quoted_path(settings.environment(), wanted.auth_file);
    machine::HelperOracle helpers;
    const Hosts hosts = wanted.parsed_hosts();
    setup::Configuration configuration(
        settings, helpers,
        {target.families, hosts, target.auth_file, wanted.all_registries, wanted.strict,
         wanted.force, wanted.tool.has_value(), setup::find_podman_socket(settings.environment())});
    if (wanted.from_auths)
        configuration.add_hosts_with_logins();
    if (!wanted.consent.dry_run)
        setup::clean_up_after_killed_runs(settings.environment(),
                                          target.own_file ? target.own_file : target.auth_file);
    setup::FileEdits edits;
    configuration.plan(edits);
    for (const setup::Warning &warning : configuration.warnings())
        terminal.warn(warning.message, warning.hint);
    const bool has_unit =
        configuration.has_podman_api_files() && changes_podman_api(edits, settings);
    if (!carry_out(terminal, edits, wanted.consent))
        return;
    if (has_unit)
        terminal.hint("for podman's API service to use its callers' logins, run: " +
                      setup::reload_command(settings.environment()).text());
    prove(terminal, target, configuration);
}

ExitStatus configure(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    if (wanted.hosts.empty() && !wanted.all_registries && !wanted.from_auths)
        throw Error(Errc::Usage, "name a HOST, or use --from-auths or --all-registries",
                    "try: cppsecret configure --help");
    if (wanted.strict && !wanted.all_registries)
        throw Error(Errc::Usage, "--strict goes with --all-registries only",
                    "try: cppsecret configure --help");
    if (wanted.auth_file && wanted.all_registries)
        throw Error(Errc::Usage, "--all-registries is not written to an auth file",
                    "leave out --authfile");
    run(terminal, wanted);
    return ExitStatus::Done;
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
    declare_target_options(options, *wanted);
    options.flag("--force", wanted->force, "Replace the entries of other helpers");
    options.more_help("Shows the change to each file, asks, and proves afterwards that the tools "
                      "ask the helper.\n"
                      "Values of the files are not shown. Can be repeated without harm.");
    return [wanted](const Terminal &terminal) { return configure(terminal, *wanted); };
}

} // namespace cppsecret::cli
