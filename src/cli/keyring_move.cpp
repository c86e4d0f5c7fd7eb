// SPDX-License-Identifier: MIT
// cppsecret keyring move: every login from one keyring into another.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/keyring_actions.hpp"
#include "cli/keyring_logins.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
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

std::string count_text(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " login" : " logins");
}

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
        terminal_.print(count_text(logins_.size()) + (wanted_.keep ? " copied" : " moved") +
                        " from " + name_of(from_) + " to " + name_of(to_) + "\n");
        if (keyring::choose_keyring().kind != to_)
            terminal_.warn("the tools do not use " + name_of(to_) +
                               " here: 'cppsecret keyring status' says which keyring and why",
                           "set CPPSECRET_KEYRING=" + to_ + " where they run");
    }

private:
    /// Fetches every login before anything is changed.
    void read_source()
    {
        const auto source = keyring::open_keyring(from_);
        keyring::Listing listing = source->list();
        if (listing.incomplete) {
            // a search unlocks whatever may hide what it looks for
            static_cast<void>(source->get(ServerKey(docker_hub_host)));
            listing = source->list();
        }
        if (listing.incomplete)
            throw Error(*listing.incomplete);
        std::set<std::string> known;
        for (const keyring::Login &login : listing.logins) {
            const ServerKey key(login.server);
            if (!known.insert(key.identity()).second)
                continue; // an older one of the same registry
            auto credential = source->get(key);
            if (!credential)
                throw Error(Errc::Input,
                            "the login for '" + one_line(login.server) + "' went away meanwhile",
                            "nothing was moved; repeat the command");
            logins_.push_back(std::move(*credential));
        }
    }

    void refuse_to_replace() const
    {
        if (wanted_.force)
            return;
        const auto target = keyring::open_keyring(to_);
        for (const Credential &login : logins_) {
            const auto other = target->get(ServerKey(login.server));
            if (other && !is_same_login(*other, login))
                throw Error(Errc::Input,
                            name_of(to_) + " has another login for '" + one_line(login.server) +
                                "' (user '" + one_line(other->username) + "', not '" +
                                one_line(login.username) + "' or with another secret)",
                            "nothing was moved; say --force to replace what is there");
        }
    }

    void copy() const
    {
        if (logins_.empty())
            return;
        ProgressBar bar(terminal_, logins_.size());
        keyring::open_keyring(to_)->store_all(logins_,
                                              [&bar](std::size_t place) { bar.show(place + 1); });
    }

    /// Reads them back as a tool would that comes later.
    void prove() const
    {
        const auto target = keyring::open_keyring(to_);
        for (const Credential &login : logins_) {
            const auto there = target->get(ServerKey(login.server));
            if (!there || !is_same_login(*there, login))
                throw Error(Errc::Input,
                            name_of(to_) + " does not hold the login for '" +
                                one_line(login.server) + "' as it was",
                            "all logins are still in " + name_of(from_));
        }
    }

    /// Only what is what was copied: a login that a tool has stored meanwhile stays.
    void remove_from_source() const
    {
        for (const Credential &login : logins_) {
            const ServerKey key(login.server);
            const auto source = keyring::open_keyring(from_);
            const auto now = source->get(key);
            if (now && !is_same_login(*now, login))
                throw Error(Errc::Input,
                            "the login for '" + one_line(login.server) + "' in " + name_of(from_) +
                                " was changed meanwhile, and stays there",
                            "repeat the command with --force");
            source->erase(key);
        }
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    const std::string from_;
    const std::string to_;
    std::vector<Credential> logins_;
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
    options.more_help("Every login is copied and read back before one is removed.");
    return [wanted](const Terminal &terminal) { move(terminal, *wanted); };
}

} // namespace cppsecret::cli
