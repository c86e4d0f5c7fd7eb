// SPDX-License-Identifier: MIT
// cppsecret account: several logins for one registry.
#include "cli/commands/account.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "credential/registry_name.hpp"
#include "keyring/common/account_view.hpp"

#include <array>
#include <set>

namespace cppsecret::cli {

namespace {

constexpr std::array table{
    CommandRow{"save", "Keeps the active login of a registry as an account", declare_account_save},
    CommandRow{"use", "Makes an account the active login of its registry", declare_account_use},
    CommandRow{"list", "The saved accounts", declare_account_list},
    CommandRow{"remove", "Removes a saved account", declare_account_remove},
};

} // namespace

void ChosenAccount::declare(Options &options)
{
    options.argument("HOST", host_, "Registry: host or host:port");
    options.argument("NAME", name_, "What the account is called");
}

std::string ChosenAccount::host() const
{
    if (host_.empty() || name_.empty())
        throw Error(Errc::Usage, "a HOST and the NAME of an account are needed",
                    "try: cppsecret account --help");
    if (!keyring::is_account_name(name_))
        throw Error(Errc::Usage, "that is not the name of an account",
                    keyring::what_an_account_name_is);
    return parse_registry(host_);
}

std::string parse_registry(const std::string &text)
{
    return require_registry_name(ServerKey(text).identity()).text();
}

std::vector<keyring::Account> accounts_of(const keyring::AccountListing &listing,
                                          const ServerKey &key)
{
    std::vector<keyring::Account> accounts;
    for (const keyring::Account &account : listing.accounts)
        if (ServerKey(account.login.server) == key)
            accounts.push_back(account);
    return accounts;
}

Command saving_command(const std::string &host)
{
    return Command("cppsecret account save").operand(host).operand("NAME");
}

Error no_such_account(const std::string &host, const std::string &name,
                      const keyring::AccountListing &listing)
{
    std::set<std::string> sorted;
    for (const keyring::Account &account : accounts_of(listing, ServerKey(host)))
        sorted.insert(account.name);
    std::string names;
    for (const std::string &each : sorted)
        append_listed(names, in_ticks(each));
    return Error(Errc::NotFound, "there is no account '" + name + "' for '" + host + "'",
                 names.empty()
                     ? "run " + saving_command(host).in_ticks() + " while the login is active"
                     : "its accounts are " + names);
}

Action declare_account(Options &options)
{
    options.more_help(
        "An account is a login that is kept aside: no tool finds it until 'use' makes it the\n"
        "active login of its registry. A logout removes the active login alone.\n\n"
        "With CPPSECRET_ACCOUNT=NAME in the environment, of one shell, project or unit, tools use\n"
        "the account NAME for every registry that has it, and the active login elsewhere: a login\n"
        "changes the account then, and a logout removes it.");
    return options.commands(table);
}

} // namespace cppsecret::cli
