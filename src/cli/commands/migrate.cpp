// SPDX-License-Identifier: MIT
// cppsecret migrate: moves logins into the keyring, from auth files or from another helper.
#include "cli/commands/migrate.hpp"

#include "cli/command.hpp"
#include "machine/sudo.hpp"

#include <memory>
#include <utility>

namespace cppsecret::cli {

migration::LoginsByIdentity glance_at_keyring(const Terminal &terminal,
                                              const std::vector<ServerKey> &registries)
{
    migration::Glance glance = migration::glance_at_keyring(registries);
    if (glance.obstacle)
        terminal.warn(glance.obstacle->what(), glance.obstacle->hint());
    return std::move(glance.logins);
}

Action declare_migrate(Options &options)
{
    const auto wanted = std::make_shared<MigrationWanted>();
    declare_target_options(options, *wanted);
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
        return wanted->from ? migrate_helper(terminal, *wanted) : migrate_files(terminal, *wanted);
    };
}

} // namespace cppsecret::cli
