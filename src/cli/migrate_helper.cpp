// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/helper_entries.hpp"
#include "cli/keyring_logins.hpp"
#include "cli/listed_helpers.hpp"
#include "cli/migration.hpp"
#include "cli/our_entries.hpp"
#include "cli/progress_bar.hpp"
#include "cli/proof.hpp"
#include "cli/table.hpp"
#include "client/helper_client.hpp"
#include "keyring/open_keyring.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

/// The name as files give it; people may write that of the program.
std::string short_name(std::string name)
{
    const std::string prefix(client::helper_prefix);
    if (name.starts_with(prefix))
        name.erase(0, prefix.size());
    if (name.empty() || name.find('/') != std::string::npos)
        throw Error(Errc::Usage, "'" + one_line(name) + "' is not the name of a helper",
                    "it is what follows 'docker-credential-' in the name of the program");
    return name;
}

/// True for a helper whose logins are those of our keyring.
bool shares_our_items(const std::string &helper)
{
    return is_our_helper(helper) || helper == "secretservice";
}

/// Helpers that get each login anew from a cloud; what they say is of no use after some hours.
void refuse_generator(const std::string &helper)
{
    constexpr std::array<std::string_view, 5> generators{"ecr-login", "gcloud", "gcr", "acr-env",
                                                         "acr-linux"};
    if (std::find(generators.begin(), generators.end(), helper) != generators.end())
        throw Error(Errc::Input,
                    "'" + helper + "' makes a login anew whenever it is asked, and keeps none",
                    "leave its registries to it");
}

std::string host_of(const Credential &login)
{
    const ServerKey key(login.server);
    return login.server.starts_with(docker_hub_url) ? std::string(docker_hub_host) : key.host();
}

/// One run of the command.
class HelperMigration {
public:
    HelperMigration(const Terminal &terminal, const MigrationWanted &wanted)
        : terminal_(terminal),
          wanted_(wanted),
          helper_(short_name(wanted.from.value())),
          client_(helper_),
          surroundings_(wanted.auth_file),
          hosts_(wanted.parsed_hosts())
    {
        if (surroundings_.conf_problem())
            throw Error(*surroundings_.conf_problem());
    }

    void run()
    {
        require_our_helper(our_helper);
        if (shares_our_items(helper_)) {
            change_entries_only();
            return;
        }
        refuse_generator(helper_);
        refuse_registries_conf();
        collect();
        hold_back();
        if (!logins_.empty())
            move();
        else if (held_.empty())
            terminal_.print("'" + client_.program() + "' has no login\n");
        if (!wanted_.consent.dry_run && !held_.empty())
            throw Error(Errc::Input,
                        "'" + client_.program() + "' still has the login for '" + *held_.begin() +
                            "'",
                        "see the warnings above");
    }

private:
    /// The registries are those that the person named.
    void change_entries_only()
    {
        Edits edits;
        plan_renaming(edits, surroundings_, {helper_, hosts_, wanted_.auth_file, false});
        if (edits.carry_out(terminal_, wanted_.consent))
            terminal_.print("the logins of '" + client_.program() +
                            "' are those of the keyring: none has to be moved\n");
    }

    void refuse_registries_conf() const
    {
        const auto &conf = surroundings_.registries_conf();
        const auto helpers = conf.credential_helpers();
        if (!is_our_helper(helpers.front()) &&
            std::find(helpers.begin(), helpers.end(), helper_) != helpers.end())
            throw Error(Errc::Input,
                        "'" + conf.source() + "' names '" + helper_ + "' in credential-helpers",
                        std::string("write '") + our_helper_for_containers +
                            "' in its place there, and repeat the command");
    }

    /// Fetches every login before anything is changed.
    void collect()
    {
        std::map<std::string, std::string> keys; // by identity
        Hosts absent = hosts_;
        const auto users = client_.list();
        ProgressBar bar(terminal_, users.size());
        std::size_t done = 0;
        for (const auto &[key, user] : users) {
            bar.show(++done);
            Credential place{key, user, {}};
            const std::string host = host_of(place);
            if (!hosts_.empty() && !hosts_.contains(host))
                continue;
            absent.erase(host);
            auto login = client_.get(key);
            if (!login || !is_text_for_keyring(login->username) ||
                !is_text_for_keyring(login->secret.reveal()))
                throw Error(Errc::Input,
                            "'" + client_.program() + "' lists '" + one_line(key) +
                                "', and gives no login for it that a keyring can hold",
                            "log in to it once more, or out of it");
            const auto [other, is_new] = keys.try_emplace(ServerKey(key).identity(), key);
            if (!is_new)
                throw Error(Errc::Input,
                            "'" + client_.program() + "' has logins for '" +
                                one_line(other->second) + "' and for '" + one_line(key) +
                                "': they are one registry, and the keyring keeps one login for it",
                            "log out of one of the two");
            logins_.push_back(std::move(*login));
        }
        if (!absent.empty())
            throw Error(Errc::NotFound,
                        "'" + client_.program() + "' has no login for '" + *absent.begin() + "'");
    }

    [[nodiscard]] std::vector<ServerKey> registries() const
    {
        std::vector<ServerKey> keys;
        for (const Credential &login : logins_)
            keys.emplace_back(login.server);
        return keys;
    }

    /// Another login in the keyring is not replaced unasked.
    void hold_back()
    {
        in_keyring_ = wanted_.consent.dry_run ? glance_at_keyring(terminal_, registries())
                                              : read_keyring(registries());
        std::erase_if(logins_, [&](const Credential &login) {
            const auto found = in_keyring_.find(ServerKey(login.server).identity());
            if (found == in_keyring_.end() || is_same_login(found->second, login))
                return false;
            const std::string both =
                "the keyring has another login for '" + one_line(login.server) + "' (user '" +
                one_line(found->second.username) + "') than '" + client_.program() + "' (user '" +
                one_line(login.username) + "')";
            if (wanted_.force) {
                terminal_.warn(both + ": kept is that of the helper");
                return false;
            }
            terminal_.warn(both + ", which stays", "say --force to replace the one of the keyring");
            held_.insert(host_of(login));
            return true;
        });
    }

    void move()
    {
        Hosts hosts;
        for (const Credential &login : logins_)
            hosts.insert(host_of(login));
        note_users(hosts);
        Edits edits;
        const bool is_everything = hosts_.empty() && held_.empty();
        plan_renaming(edits, surroundings_,
                      {helper_, is_everything ? Hosts() : hosts, wanted_.auth_file, true});
        terminal_.print(table_of_moves());
        const char *question = "Move these logins into the keyring?";
        const auto agreement = edits.propose(terminal_, wanted_.consent, question);
        if (agreement == Edits::Agreement::ShownOnly || wanted_.consent.dry_run)
            return;
        if (agreement == Edits::Agreement::NothingToDo)
            require_consent(terminal_, wanted_.consent, question);
        require_unchanged(registries(), in_keyring_, logins_);
        store_in_keyring(terminal_, logins_);
        edits.make();
        erase_at_source();
        terminal_.print(std::to_string(logins_.size()) +
                        (logins_.size() == 1 ? " login is" : " logins are") +
                        " in the keyring now\n");
        for (const Tool tool : all_tools)
            prove(terminal_, tool, {users_[tool].begin(), users_[tool].end()}, wanted_.auth_file,
                  Proof::Login);
        if (agreement == Edits::Agreement::NothingToDo)
            terminal_.hint("no file names '" + helper_ +
                           "': 'cppsecret configure' makes the tools ask the keyring");
    }

    /// Which tools come to the helper now: they have to come to ours afterwards.
    void note_users(const Hosts &hosts)
    {
        ListedHelpers helpers;
        for (const Tool tool : all_tools)
            for (const std::string &host : hosts)
                if (surroundings_.look_up(tool, host, helpers.ask()).answer.helper == helper_)
                    users_[tool].insert(host);
    }

    [[nodiscard]] std::string table_of_moves() const
    {
        std::vector<TableRow> rows{{"REGISTRY", "USER", "MOVED FROM"}};
        for (const Credential &login : logins_)
            rows.push_back({one_line(login.server), one_line(login.username), client_.program()});
        return format_table(rows);
    }

    /// Only what has been stored is erased: the helper may have been given another login since.
    void refuse_if_changed_at_source(const Credential &login)
    {
        const auto now = client_.get(login.server);
        if (!now || now->secret.empty() || is_same_login(*now, login))
            return;
        const std::string host = host_of(login);
        throw Error(Errc::Input,
                    "the login for '" + one_line(login.server) + "' in '" + client_.program() +
                        "' has been changed by somebody meanwhile: it was not erased there",
                    "this moves it: cppsecret migrate --from " + helper_ + " --force " + host);
    }

    void erase_at_source()
    {
        const auto keyring = keyring::open_keyring();
        const auto is_there = [&keyring](const Credential &login) {
            const auto found = keyring->get(ServerKey(login.server));
            return found && is_same_login(*found, login);
        };
        ProgressBar bar(terminal_, logins_.size());
        std::size_t done = 0;
        for (const Credential &login : logins_) {
            if (!is_there(login))
                throw Error(Errc::ProviderFailed,
                            "the keyring has lost the login for '" + one_line(login.server) +
                                "': it was not erased in '" + client_.program() + "'",
                            "repeat the command");
            refuse_if_changed_at_source(login);
            client_.erase(login.server);
            if (!is_there(login)) {
                store_in_keyring(terminal_, {&login, 1});
                terminal_.warn("'" + client_.program() +
                                   "' shares the keyring: what it erased was put back, and nothing "
                                   "more is erased",
                               "no file should name it any more");
                return;
            }
            // pass answers with an empty login where it has none
            if (const auto left = client_.get(login.server); left && !left->secret.empty())
                throw Error(Errc::ProviderFailed,
                            "'" + client_.program() + "' still has the login for '" +
                                one_line(login.server) + "' after it was told to erase it");
            bar.show(++done);
        }
    }

    const Terminal &terminal_;
    const MigrationWanted &wanted_;
    std::string helper_;
    client::HelperClient client_;
    Surroundings surroundings_;
    Hosts hosts_;
    std::vector<Credential> logins_;
    LoginsByIdentity in_keyring_; // as they were compared
    Hosts held_;                  // registries
    std::map<Tool, Hosts> users_;
};

} // namespace

void migrate_helper(const Terminal &terminal, const MigrationWanted &wanted)
{
    HelperMigration(terminal, wanted).run();
}

} // namespace cppsecret::cli
