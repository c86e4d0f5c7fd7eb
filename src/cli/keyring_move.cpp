// SPDX-License-Identifier: MIT
// cppsecret keyring move: every login and account from one keyring into another.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/keyring_actions.hpp"
#include "cli/keyring_logins.hpp"
#include "cli/stored_logins.hpp"
#include "cli/terminal/progress_bar.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted {
    std::optional<std::string> from;
    std::optional<std::string> to;
    bool keep = false;
    bool force = false;
};

std::string name_of(const std::string &kind)
{
    return kind == keyring::file_kind ? "the keyring file" : "the Secret Service";
}

std::string count_text(std::size_t count, const char *what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// A login, or with a name a saved account.
struct Entry {
    Credential credential;
    std::string account;

    [[nodiscard]] ServerKey key() const { return ServerKey(credential.server); }
    [[nodiscard]] std::string text() const
    {
        return (account.empty() ? "login" : "account '" + account + "'") + " for '" +
               one_line(credential.server) + "'";
    }
    [[nodiscard]] std::optional<Credential> find_in(keyring::Keyring &keyring) const
    {
        return account.empty() ? keyring.get(key()) : keyring.get_account(key(), account);
    }
};

class Transfer {
public:
    Transfer(const Terminal &terminal, const Wanted &wanted)
        : terminal_(terminal), wanted_(wanted), from_(*wanted.from), to_(*wanted.to)
    {
    }

    void run()
    {
        read_source();
        refuse_to_replace();
        copy();
        prove();
        if (!wanted_.keep)
            remove_from_source();
        terminal_.print(counts() + (wanted_.keep ? " copied" : " moved") + " from " +
                        name_of(from_) + " to " + name_of(to_) + "\n");
        if (keyring::choose_keyring().kind != to_)
            terminal_.warn("the tools do not use " + name_of(to_) +
                               " here: 'cppsecret keyring status' says which keyring and why",
                           "set CPPSECRET_KEYRING=" + to_ + " where they run");
    }

private:
    /// Fetches everything before anything is changed.
    void read_source()
    {
        const auto source = keyring::open_keyring(from_);
        const keyring::Listing logins = list_unlocked(*source);
        const keyring::AccountListing accounts = source->accounts();
        for (const auto *incomplete : {&logins.incomplete, &accounts.incomplete})
            if (*incomplete)
                throw Error(**incomplete);
        for (const keyring::Login &login : logins.logins)
            fetch(*source, {{login.server, login.username, {}}, {}});
        login_count_ = entries_.size();
        for (const keyring::Account &account : accounts.accounts)
            fetch(*source, {{account.login.server, account.login.username, {}}, account.name});
    }

    void fetch(keyring::Keyring &source, Entry entry)
    {
        auto credential = entry.find_in(source);
        if (!credential)
            throw Error(Errc::Input, "the " + entry.text() + " went away meanwhile",
                        "nothing was moved; repeat the command");
        entry.credential = std::move(*credential);
        entries_.push_back(std::move(entry));
    }

    void refuse_to_replace() const
    {
        if (wanted_.force)
            return;
        try {
            const auto target = keyring::open_keyring(to_);
            for (const Entry &entry : entries_)
                refuse_to_replace(entry, entry.find_in(*target));
        } catch (const Error &error) {
            // a Secret Service makes its first keyring when something is stored
            if (error.code() != Errc::NoCollection || to_ == keyring::file_kind)
                throw;
        }
    }

    void refuse_to_replace(const Entry &entry, const std::optional<Credential> &other) const
    {
        if (!other || is_same_login(*other, entry.credential))
            return;
        throw Error(Errc::Input,
                    name_of(to_) + " has another " + entry.text() + " (user '" +
                        one_line(other->username) + "', not '" +
                        one_line(entry.credential.username) + "' or with another secret)",
                    "nothing was moved; say --force to replace what is there");
    }

    void copy() const
    {
        if (entries_.empty())
            return;
        std::vector<Credential> logins;
        for (const Entry &entry : entries_)
            if (entry.account.empty())
                logins.push_back(copy_of(entry.credential));
        ProgressBar bar(terminal_, entries_.size());
        if (!logins.empty())
            keyring::open_keyring(to_)->store_all(
                logins, [&bar](std::size_t place) { bar.show(place + 1); });
        for (std::size_t i = login_count_; i < entries_.size(); ++i) {
            keyring::open_keyring(to_)->store_account(entries_[i].account, entries_[i].credential);
            bar.show(i + 1);
        }
    }

    /// Reads them back as a tool would that comes later.
    void prove() const
    {
        const auto target = keyring::open_keyring(to_);
        for (const Entry &entry : entries_) {
            const auto there = entry.find_in(*target);
            if (!there || !is_same_login(*there, entry.credential))
                throw Error(Errc::Input,
                            name_of(to_) + " does not hold the " + entry.text() + " as it was",
                            "everything is still in " + name_of(from_) + "; repeat the command");
        }
    }

    /// Only what is what was copied: a login that a tool has stored meanwhile stays.
    void remove_from_source() const
    {
        for (const Entry &entry : entries_) {
            const auto source = keyring::open_keyring(from_);
            const auto now = entry.find_in(*source);
            if (now && !is_same_login(*now, entry.credential))
                throw Error(Errc::Input,
                            "the " + entry.text() + " in " + name_of(from_) +
                                " was changed meanwhile, and stays there",
                            "repeat the command with --force");
            if (entry.account.empty())
                source->erase(entry.key());
            else
                static_cast<void>(source->erase_account(entry.key(), entry.account));
        }
    }

    [[nodiscard]] std::string counts() const
    {
        std::string text = count_text(login_count_, "login");
        if (const std::size_t accounts = entries_.size() - login_count_; accounts != 0)
            text += " and " + count_text(accounts, "account");
        return text;
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    const std::string from_;
    const std::string to_;
    std::vector<Entry> entries_;  ///< the logins, then the accounts
    std::size_t login_count_ = 0; ///< of them
};

void move(const Terminal &terminal, const Wanted &wanted)
{
    if (!wanted.from || !wanted.to || wanted.from == wanted.to)
        throw Error(Errc::Usage, "say which keyring the logins are in, and which they go to",
                    "cppsecret keyring move --from secret-service --to file, or the other way");
    Transfer(terminal, wanted).run();
}

} // namespace

Action declare_keyring_move(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    const std::vector<std::string> kinds{std::string(keyring::secret_service_kind),
                                         std::string(keyring::file_kind)};
    options.choice("--from", kinds, wanted->from, "Where the logins are");
    options.choice("--to", kinds, wanted->to, "Where they go");
    options.flag("--keep", wanted->keep, "Leave them where they were, too");
    options.flag("--force", wanted->force, "Replace other logins for the same registries");
    options.more_help("Every login and account is copied and read back before one is removed.");
    return [wanted](const Terminal &terminal) { move(terminal, *wanted); };
}

} // namespace cppsecret::cli
