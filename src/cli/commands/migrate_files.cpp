// SPDX-License-Identifier: MIT
#include "authfile/lookup/search.hpp"
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/migrate.hpp"
#include "cli/consent.hpp"
#include "cli/lookup_text.hpp"
#include "cli/progress.hpp"
#include "cli/terminal/table.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "credential/storable.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/read_settings.hpp"
#include "machine/target.hpp"
#include "migration/migration_plan.hpp"
#include "setup/lookup_check.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;
using authfile::WhenEmpty;

/// One run of the command.
class Migration {
public:
    Migration(const Terminal &terminal, const MigrationWanted &wanted)
        : terminal_(terminal),
          wanted_(wanted),
          target_(machine::choose_target({}, wanted.auth_file, {})),
          file_(target_.own_file ? target_.own_file : target_.auth_file),
          settings_(settings_for(target_.auth_file)),
          hosts_(without_spellings(wanted.parsed_hosts())),
          plan_(settings_, helpers_, {wanted.force, hosts_},
                migration::collect_plain_logins(settings_, file_, hosts_))
    {
        require_root_for_services(target_);
        if (settings_.conf_problem())
            throw Error(*settings_.conf_problem());
        refuse_absent_hosts();
    }

    ExitStatus run()
    {
        const bool is_dry = wanted_.consent.dry_run;
        if (!is_dry)
            setup::clean_up_after_killed_runs(settings_.environment(), file_);
        in_keyring_ = is_dry ? glance_at_keyring(terminal_, plan_.registries())
                             : migration::read_keyring(plan_.registries());
        plan_.decide(in_keyring_);
        say_what_stays();
        if (!plan_.moves().empty())
            move();
        else if (plan_.held().empty())
            terminal_.print("no login has to be moved\n");
        if (is_dry || plan_.held().empty())
            return ExitStatus::Done;
        terminal_.error(counted(plan_.held().size(), "login") + " stayed in plain text",
                        "see the warnings above");
        return ExitStatus::Failed;
    }

private:
    static machine::ToolSettings settings_for(const std::optional<std::string> &auth_file)
    {
        machine::ToolSettings settings = machine::read_settings(auth_file);
        authfile::refuse_quoted_path(settings.environment(), auth_file);
        return settings;
    }

    void refuse_absent_hosts() const
    {
        Hosts absent = hosts_;
        for (const migration::MisplacedLogin &login : misplaced_)
            absent.erase(login.host);
        for (const migration::LoginMove &move : plan_.moves())
            absent.erase(move.host());
        for (const migration::PlainLogin &entry : plan_.staying())
            absent.erase(entry.host);
        if (!absent.empty())
            throw Error(Errc::NotFound,
                        "no file holds a login for '" + *absent.begin() + "' in plain text",
                        "see 'cppsecret status'");
    }

    void say_what_stays() const
    {
        for (const migration::PlainLogin &entry : plan_.staying())
            terminal_.warn("the login for " + entry.place() + " stays: " + entry.obstacle);
        for (const migration::MisplacedLogin &login : misplaced_)
            if (hosts_.empty() || hosts_.contains(login.host))
                terminal_.warn("the login for " + login.place +
                                   " stays: it stands outside of 'auths', where no tool reads it",
                               "put it into 'auths' with an editor, and repeat the command");
        for (const migration::HeldLogin &held : plan_.held())
            terminal_.warn("the login for " + held.place + " stays: " + held.hold.reason,
                           held.hold.hint);
        for (const std::string &note : plan_.notes())
            terminal_.warn(note);
        if (const auto note =
                plan_.entries().note_on_reader(plan_.containers_hosts_to_name(), target_.auth_file))
            terminal_.warn(note->message, note->hint);
        if (const auto note = plan_.entries().note_on_hub(plan_.docker_hosts_to_name()))
            terminal_.warn(*note);
    }

    void move()
    {
        machine::require_our_helper(machine::our_helper);
        plan_edits();
        static_cast<void>(edits_.preview()); // which refuses files before anything is said
        terminal_.print(table_of_moves());
        warn_of_line_breaks();
        if (propose(terminal_, edits_, wanted_.consent,
                    "Move these logins into the keyring and change these files?") ==
            Agreement::ShownOnly)
            return;
        store();
        const std::vector<std::string> changed_meanwhile = edits_.make();
        terminal_.print(counted(plan_.moves().size(), "login") +
                        (plan_.moves().size() == 1 ? " is" : " are") + " in the keyring now\n");
        if (!changed_meanwhile.empty())
            throw Error(Errc::Failed,
                        "the login for " + changed_meanwhile.front() +
                            " has been changed by somebody meanwhile, and stays",
                        "run the command once more");
        check_all_lookups();
        say_what_remains();
    }

    void warn_of_line_breaks() const
    {
        for (const migration::LoginMove &move : plan_.moves())
            if (ends_in_line_break(move.login().secret.reveal()))
                terminal_.warn("the password for " + move.entries.front().place() +
                                   " ends in a line break, and registries refuse it",
                               "log in once more: " +
                                   Command("cppsecret login").operand(move.host()).text());
    }

    void plan_edits()
    {
        // names first: the tools then find their way before the first login is taken out
        plan_.entries().plan_for_containers(edits_, plan_.containers_hosts_to_name(),
                                            target_.auth_file);
        for (const machine::Family family : machine::changed_families)
            if (has_own_files(family) && !answers_for_all(family, settings_))
                plan_.entries().plan_for_own_file(edits_, family, plan_.hosts_of(family));
        if (const Hosts hosts = plan_.docker_hosts_to_name(); !hosts.empty())
            plan_.entries().plan_for_docker(edits_, hosts);
        for (const migration::LoginMove &move : plan_.moves())
            for (const migration::PlainLogin &entry : move.entries)
                edits_.amend(entry.location, [&entry](const Document &document, Changes &changes) {
                    take_out(entry, document, changes);
                });
    }

    /// Only what has been stored is taken out: the file may have changed since.
    static void take_out(const migration::PlainLogin &entry, const Document &document,
                         Changes &changes)
    {
        if (migration::is_still_there(document, entry))
            changes.remove_auth(entry.key, entry.is_dockers() || entry.has_registry_token
                                               ? WhenEmpty::Keep
                                               : WhenEmpty::Remove);
        else if (const auto *now = document.find_auth(entry.key);
                 now != nullptr && !now->is_placeholder())
            changes.leave(entry.place());
    }

    [[nodiscard]] std::string table_of_moves() const
    {
        std::vector<TableRow> rows{{"REGISTRY", "USER", "MOVED FROM"}};
        for (const migration::LoginMove &move : plan_.moves())
            for (const migration::PlainLogin &entry : move.entries)
                rows.push_back({one_line(move.registry().identity()),
                                one_line(entry.login.username), entry.location.path});
        return format_table(rows);
    }

    void store()
    {
        std::vector<Credential> credentials;
        for (const migration::LoginMove &move : plan_.moves())
            if (!move.is_stored)
                credentials.push_back(migration::copy_of(move.login()));
        migration::require_unchanged(plan_.registries(), in_keyring_, credentials);
        edits_.rehearse();
        migration::store_in_keyring(credentials, progress_on(terminal_));
    }

    void check_all_lookups() const
    {
        const setup::LoginUsers users = plan_.users();
        terminal_.print(text_of(setup::check_lookups(
            machine::Family::Containers, plan_.containers_hosts(), target_.auth_file, users)));
        terminal_.print(text_of(setup::check_lookups(
            machine::Family::Docker, plan_.entries().hosts_for_docker(plan_.docker_hosts()),
            target_.auth_file, users)));
        for (const machine::Family family : machine::changed_families)
            if (has_own_files(family))
                terminal_.print(text_of(setup::check_lookups(family, plan_.hosts_of(family),
                                                             target_.auth_file, users)));
    }

    void say_what_remains() const
    {
        if (std::any_of(plan_.moves().begin(), plan_.moves().end(),
                        [](const migration::LoginMove &move) {
                            return move.user() == authfile::token_user;
                        }))
            terminal_.hint("'podman login --get-login' says 'not logged in' for an identity token "
                           "in a keyring, which has no user; pulls work");
        terminal_.hint("copies of these files (backups, those of an editor) may still hold the "
                       "logins: remove them too");
        if (!plan_.containers_hosts_to_name().empty() || !plan_.docker_hosts_to_name().empty())
            terminal_.hint("the next login for another registry, and after a reboot each 'podman "
                           "login', writes base64 again; this ends it: cppsecret configure "
                           "--all-registries");
    }

    const Terminal &terminal_;
    const MigrationWanted &wanted_;
    machine::Target target_;
    std::optional<std::string> file_; // this one alone, if any
    machine::ToolSettings settings_;
    Hosts hosts_;
    machine::HelperOracle helpers_{machine::Others::AskForEach}; // before anything is changed
    migration::MigrationPlan plan_;
    migration::LoginsByIdentity in_keyring_; // as the plan has seen them
    std::vector<migration::MisplacedLogin> misplaced_{
        migration::misplaced_logins(settings_, file_)};
    setup::FileEdits edits_;
};

} // namespace

ExitStatus migrate_files(const Terminal &terminal, const MigrationWanted &wanted)
{
    return Migration(terminal, wanted).run();
}

} // namespace cppsecret::cli
