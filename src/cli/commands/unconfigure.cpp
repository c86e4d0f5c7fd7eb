// SPDX-License-Identifier: MIT
// cppsecret unconfigure: takes our entries out of the files of the tools, and only ours.
#include "authfile/files/locations.hpp"
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/consent.hpp"
#include "cli/target_options.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/tool.hpp"
#include "machine/sudo.hpp"
#include "machine/target.hpp"
#include "setup/file_edits.hpp"
#include "setup/removal.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted : TargetOptions {
    bool all = false;
};

void run(const Terminal &terminal, const Wanted &wanted)
{
    const authfile::Environment environment = machine::environment_of_tools();
    authfile::refuse_quoted_path(environment, wanted.auth_file);
    const machine::Target target = machine::choose_target(
        wanted.tool, wanted.auth_file,
        {machine::Family::Containers, machine::Family::Docker, machine::Family::Helm});
    require_root_for_services(target);
    setup::Removal removal(environment,
                           {target.families, wanted.parsed_hosts(), target.auth_file, wanted.all});
    if (!wanted.consent.dry_run)
        setup::clean_up_after_killed_runs(environment,
                                          target.own_file ? target.own_file : target.auth_file);
    setup::FileEdits edits;
    removal.plan(edits);
    for (const setup::Warning &warning : removal.warnings())
        terminal.warn(warning.message, warning.hint);
    const bool is_done = carry_out(terminal, edits, wanted.consent);
    if (is_done && !removal.answers_for_all().empty())
        terminal.hint("our helper still answers for every registry, by '" +
                      removal.answers_for_all() + "'; " + setup::how_to_answer_for_none);
}

ExitStatus unconfigure(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    if (wanted.hosts.empty() != wanted.all)
        throw Error(Errc::Usage, "name a HOST or use --all, one of the two",
                    "try: cppsecret unconfigure --help");
    run(terminal, wanted);
    return ExitStatus::Done;
}

} // namespace

Action declare_unconfigure(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.flag("--all", wanted->all, "For every registry, with the drop-in of registries.conf");
    declare_tool(options, *wanted, "all");
    declare_target_options(options, *wanted);
    options.more_help("Shows the change to each file and asks. The logins stay in the keyring.\n"
                      "Exit status 3 if a HOST that was named has no entry of ours.");
    return [wanted](const Terminal &terminal) { return unconfigure(terminal, *wanted); };
}

} // namespace cppsecret::cli
