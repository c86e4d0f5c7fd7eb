// SPDX-License-Identifier: MIT
// cppsecret account remove: removes a saved account.
#include "cli/commands/account.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>

namespace cppsecret::cli {

namespace {

ExitStatus remove(const Terminal &terminal, const ChosenAccount &account)
{
    const std::string host = account.host();
    const auto keyring = keyring::open_keyring();
    if (!keyring->erase_account(ServerKey(host), account.name()))
        throw no_such_account(host, account.name(), keyring->accounts());
    terminal.print("account '" + account.name() + "' for " + host + " is removed\n");
    return ExitStatus::Done;
}

} // namespace

Action declare_account_remove(Options &options)
{
    const auto account = std::make_shared<ChosenAccount>();
    account->declare(options);
    options.more_help("The active login of the registry stays, also where it is the same one.");
    return [account](const Terminal &terminal) { return remove(terminal, *account); };
}

} // namespace cppsecret::cli
