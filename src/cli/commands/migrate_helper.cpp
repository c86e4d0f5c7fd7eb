// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/migrate.hpp"
#include "cli/consent.hpp"
#include "cli/lookup_text.hpp"
#include "cli/progress.hpp"
#include "cli/terminal/table.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/read_settings.hpp"
#include "migration/keyring_target.hpp"
#include "migration/source_helper.hpp"
#include "migration/source_holds.hpp"
#include "setup/helper_takeover.hpp"
#include "setup/lookup_check.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

migration::SourceHelper require_helper(const std::string &name)
{
    if (auto helper = migration::SourceHelper::parse(name))
        return std::move(*helper);
    throw Error(Errc::Usage, "'" + one_line(name) + "' is not the name of a helper",
                "it is what follows 'docker-credential-' in the name of the program");
}

/// One run of the command.
class HelperMigration {
public:
    HelperMigration(const Terminal &terminal, const MigrationWanted &wanted)
        : terminal_(terminal),
          wanted_(wanted),
          helper_(require_helper(wanted.from.value())),
          settings_(machine::read_settings(wanted.auth_file)),
          hosts_(without_spellings(wanted.parsed_hosts()))
    {
        if (settings_.conf_problem())
            throw Error(*settings_.conf_problem());
    }

    ExitStatus run()
    {
        machine::require_our_helper(machine::our_helper);
        if (!wanted_.consent.dry_run)
            setup::clean_up_after_killed_runs(settings_.environment(), wanted_.auth_file);
        if (helper_.shares_our_items()) {
            change_entries_only();
            return ExitStatus::Done;
        }
        helper_.refuse_generator();
        refuse_registries_conf();
        logins_ = helper_.fetch(hosts_, progress_on(terminal_));
        hold_back();
        if (!logins_.empty())
            move();
        else if (held_.empty())
            terminal_.print("'" + helper_.program() + "' has no login\n");
        if (wanted_.consent.dry_run || held_.empty())
            return ExitStatus::Done;
        terminal_.error("'" + helper_.program() + "' still has the login for '" + *held_.begin() +
                            "'",
                        "see the warnings above");
        return ExitStatus::Failed;
    }

private:
    /// The registries are those that the person named.
    void change_entries_only()
    {
        setup::FileEdits edits;
        setup::plan_takeover(edits, settings_, {helper_.name(), hosts_, wanted_.auth_file, false});
        if (carry_out(terminal_, edits, wanted_.consent))
            terminal_.print("the logins of '" + helper_.program() +
                            "' are those of the keyring: none has to be moved\n");
    }

    void refuse_registries_conf() const
    {
        const auto &conf = settings_.registries_conf();
        const auto helpers = conf.credential_helpers();
        if (!machine::is_our_helper(helpers.front()) &&
            std::find(helpers.begin(), helpers.end(), helper_.name()) != helpers.end())
            throw Error(Errc::Failed,
                        "'" + conf.source() + "' names '" + helper_.name() +
                            "' in credential-helpers",
                        std::string("write '") + machine::our_helper_for_containers +
                            "' in its place there, and repeat the command");
    }

    [[nodiscard]] std::vector<ServerKey> registries() const
    {
        std::vector<ServerKey> keys;
        for (const migration::SourceLogin &source : logins_)
            keys.emplace_back(source.login.server);
        return keys;
    }

    void hold_back()
    {
        in_keyring_ = wanted_.consent.dry_run ? glance_at_keyring(terminal_, registries())
                                              : migration::read_keyring(registries());
        const migration::SourceHolds holds =
            migration::hold_back(logins_, in_keyring_, helper_.program(), wanted_.force);
        for (const setup::Warning &warning : holds.warnings)
            terminal_.warn(warning.message, warning.hint);
        held_ = holds.hosts;
    }

    void move()
    {
        Hosts hosts;
        for (const migration::SourceLogin &source : logins_)
            hosts.merge(migration::asked_hosts(source));
        note_users(hosts);
        setup::FileEdits edits;
        const bool is_everything = hosts_.empty() && held_.empty();
        setup::plan_takeover(
            edits, settings_,
            {helper_.name(), is_everything ? Hosts() : hosts, wanted_.auth_file, true});
        static_cast<void>(edits.preview()); // which refuses files before anything is said
        terminal_.print(table_of_moves());
        const char *question = "Move these logins into the keyring?";
        const auto agreement = propose(terminal_, edits, wanted_.consent, question);
        if (agreement == Agreement::ShownOnly || wanted_.consent.dry_run)
            return;
        if (agreement == Agreement::NothingToDo)
            require_consent(terminal_, wanted_.consent, question);
        edits.rehearse();
        store();
        edits.make();
        if (!helper_.erase_moved(logins_, progress_on(terminal_)))
            terminal_.warn("'" + helper_.program() +
                               "' shares the keyring: what it erased was put back, and nothing "
                               "more is erased",
                           "no file should name it any more");
        terminal_.print(counted(logins_.size(), "login") + (logins_.size() == 1 ? " is" : " are") +
                        " in the keyring now\n");
        setup::LoginUsers moved;
        for (const migration::SourceLogin &source : logins_)
            moved.emplace(ServerKey(source.login.server).identity(), source.login.username);
        for (const auto &[family, named] : users_)
            terminal_.print(text_of(setup::check_lookups(family, named, wanted_.auth_file, moved)));
        if (agreement == Agreement::NothingToDo)
            terminal_.hint("no file names '" + helper_.name() +
                           "': 'cppsecret configure' makes the tools ask the keyring");
    }

    void store() const
    {
        std::vector<Credential> credentials;
        for (const migration::SourceLogin &source : logins_)
            credentials.push_back(migration::copy_of(source.login));
        migration::require_unchanged(registries(), in_keyring_, credentials);
        migration::store_in_keyring(credentials, progress_on(terminal_));
    }

    /// Which tools come to the helper now: they have to come to ours afterwards.
    void note_users(const Hosts &hosts)
    {
        machine::HelperOracle helpers;
        for (const machine::Family family : settings_.families())
            for (const std::string &host : is_left_alone(family) ? Hosts() : hosts)
                for (const machine::FamilyTrace &search :
                     find_logins(family, host, settings_, helpers.ask()))
                    if (search.trace.answer.helper == helper_.name())
                        users_[family].insert(host);
    }

    [[nodiscard]] std::string table_of_moves() const
    {
        std::vector<TableRow> rows{{"REGISTRY", "USER", "MOVED FROM"}};
        for (const migration::SourceLogin &source : logins_)
            for (const std::string &key : source.keys)
                rows.push_back({one_line(key), one_line(source.login.username), helper_.program()});
        return format_table(rows);
    }

    const Terminal &terminal_;
    const MigrationWanted &wanted_;
    migration::SourceHelper helper_;
    machine::ToolSettings settings_;
    Hosts hosts_;
    std::vector<migration::SourceLogin> logins_;
    migration::LoginsByIdentity in_keyring_; // as they were compared
    Hosts held_;                             // registries
    std::map<machine::Family, Hosts> users_;
};

} // namespace

ExitStatus migrate_helper(const Terminal &terminal, const MigrationWanted &wanted)
{
    return HelperMigration(terminal, wanted).run();
}

} // namespace cppsecret::cli
