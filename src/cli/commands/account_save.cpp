// SPDX-License-Identifier: MIT
// cppsecret account save: keeps the active login of a registry as an account.
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/account.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>

namespace cppsecret::cli {

namespace {

struct Wanted {
    ChosenAccount account;
    bool force = false;
};

ExitStatus save(const Terminal &terminal, const Wanted &wanted)
{
    const std::string host = wanted.account.host();
    const std::string &name = wanted.account.name();
    const ServerKey key(host);
    const auto keyring = keyring::open_keyring();
    const std::optional<Credential> active = keyring->get(key);
    if (!active)
        throw Error(Errc::NotFound, "the keyring has no login for '" + host + "' to save",
                    "log in first: " + Command("podman login").operand(host).text());
    const std::optional<Credential> old = keyring->get_account(key, name);
    if (old && old->username != active->username && !wanted.force)
        throw Error(Errc::Failed,
                    "account '" + name + "' is that of '" + old->username +
                        "', the login is that of '" + active->username + "'",
                    "use another NAME, or --force to replace it");
    keyring->store_account(name, *active);
    terminal.print("the login of '" + one_line(active->username) + "' for " + host +
                   " is saved as account '" + name + "'\n");
    return ExitStatus::Done;
}

} // namespace

Action declare_account_save(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    wanted->account.declare(options);
    options.flag("--force", wanted->force, "Replace an account of another user");
    options.more_help(
        "The login stays active. Saving it again under its NAME keeps a password that\n"
        "has changed.");
    return [wanted](const Terminal &terminal) { return save(terminal, *wanted); };
}

} // namespace cppsecret::cli
