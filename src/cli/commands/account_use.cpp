// SPDX-License-Identifier: MIT
// cppsecret account use: makes an account the active login of its registry.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/account.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted {
    ChosenAccount account;
    bool force = false;
};

/// What keeps the active login when another one takes its place.
struct Keeper {
    std::string account;     ///< empty: nothing does
    bool is_current = false; ///< the account holds just this secret
};

/// An account with the very login; else the only account of its user, whose secret is older.
Keeper keeper_of(const Credential &active, keyring::Keyring &keyring, const ServerKey &key,
                 const keyring::AccountListing &listing)
{
    std::vector<std::string> of_the_user;
    for (const keyring::Account &account : accounts_of(listing, key)) {
        if (account.login.username != active.username)
            continue;
        const std::optional<Credential> saved = keyring.get_account(key, account.name);
        if (saved && is_same_login(*saved, active))
            return {account.name, true};
        of_the_user.push_back(account.name);
    }
    if (of_the_user.size() == 1)
        return {of_the_user.front(), false};
    return {};
}

/// A tool may have logged in meanwhile: that login was not looked at.
void refuse_change(keyring::Keyring &keyring, const ServerKey &key,
                   const std::optional<Credential> &seen)
{
    const std::optional<Credential> now = keyring.get(key);
    if (now.has_value() != seen.has_value() || (now && !is_same_login(*now, *seen)))
        throw Error(Errc::Failed,
                    "the active login for '" + key.identity() +
                        "' was changed meanwhile, and stays the active one",
                    "repeat the command: it looks at the keyring anew");
}

ExitStatus use(const Terminal &terminal, const Wanted &wanted)
{
    const std::string host = wanted.account.host();
    const std::string &name = wanted.account.name();
    const ServerKey key(host);
    const auto keyring = keyring::open_keyring();
    const std::optional<Credential> account = keyring->get_account(key, name);
    const keyring::AccountListing listing = keyring->accounts(); // unlocked by now
    if (!account)
        throw no_such_account(host, name, listing);
    const std::optional<Credential> active = keyring->get(key);
    if (active && !is_same_login(*active, *account)) {
        const Keeper keeper = keeper_of(*active, *keyring, key, listing);
        // a newer secret of the account itself is no account's any more once the older one is used
        const bool is_lost =
            keeper.account.empty() || (keeper.account == name && !keeper.is_current);
        if (is_lost && !wanted.force)
            throw Error(Errc::Failed,
                        "the active login of '" + active->username + "' for '" + host +
                            "' would be lost: no account holds it",
                        "run " + saving_command(host).in_ticks() +
                            " to keep it, or use --force to lose it");
        if (!is_lost && !keeper.is_current) {
            keyring->store_account(keeper.account, *active);
            terminal.print("account '" + keeper.account + "' has the newer password of '" +
                           one_line(active->username) + "'\n");
        }
    }
    refuse_change(*keyring, key, active);
    keyring->store(*account);
    terminal.print("account '" + name + "' is the active login for " + host + ": '" +
                   one_line(account->username) + "'\n");
    return ExitStatus::Done;
}

} // namespace

Action declare_account_use(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    wanted->account.declare(options);
    options.flag("--force", wanted->force, "Lose an active login that is in no account");
    options.more_help(
        "Every tool that asks the keyring uses this login from then on. The one that was\n"
        "active is kept in its account, with the password that it has now.");
    return [wanted](const Terminal &terminal) { return use(terminal, *wanted); };
}

} // namespace cppsecret::cli
