// SPDX-License-Identifier: MIT
// cppsecret migrate: moves logins into the keyring, from auth files or from another helper.
#include "cli/commands/migrate.hpp"

#include "cli/command.hpp"
#include "machine/sudo.hpp"

#include <memory>

namespace cppsecret::cli {

Action declare_migrate(Options &options)
{
    const auto wanted = std::make_shared<MigrationWanted>();
    declare_targets(options, *wanted);
    options.text("--from", "HELPER", wanted->from,
                 "Move the logins that this helper has, in place of those in files");
    options.flag("--force", wanted->force,
                 "Also what would hide or replace another login, or another helper's entry");
    options.more_help(
        "Without HOST every login of every auth file. Each is stored, read back and compared, and\n"
        "only then taken out of its file, where our helper is named instead. Shows the change to\n"
        "each file, asks, and proves afterwards that the tools find the logins. Values of the "
        "files\n"
        "are not shown. What a helper cannot hold stays and is told.");
    return [wanted](const Terminal &terminal) {
        machine::refuse_sudo();
        if (wanted->from)
            migrate_helper(terminal, *wanted);
        else
            migrate_files(terminal, *wanted);
    };
}

} // namespace cppsecret::cli
