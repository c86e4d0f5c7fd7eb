// SPDX-License-Identifier: MIT
// cppsecret logout: erases logins from the keyring, and says where else some are left.
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "client/helper_client.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "json/protocol_texts.hpp"
#include "keyring/common/account_view.hpp"
#include "keyring/open_keyring.hpp"
#include "keyring/stored_logins.hpp"
#include "machine/erase_command.hpp"
#include "machine/finding.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/inventory.hpp"
#include "machine/model/tool_settings.hpp"
#include "machine/read_settings.hpp"
#include "machine/sudo.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace cppsecret::cli {

namespace {

struct Wanted {
    std::string name;
    bool all = false;
};

constexpr const char *try_help = "try: cppsecret logout --help";

/// The account that CPPSECRET_ACCOUNT names, which stands before the active login.
bool erase_account(const Terminal &terminal, keyring::Keyring &keyring, const ServerKey &key)
{
    const auto account = keyring::account_from_environment();
    if (!account || !keyring.erase_account(key, *account))
        return false;
    terminal.print("logged out: account '" + *account + "' for '" + one_line(key.identity()) +
                   "' is removed\n");
    return true;
}

/// Erases the active login of a registry.
void erase(const Terminal &terminal, keyring::Keyring &keyring, const ServerKey &key)
{
    keyring.erase(key);
    terminal.print("logged out: the keyring has no login for '" + one_line(key.identity()) +
                   "' any more\n");
}

std::string place_of(const machine::Login &login)
{
    switch (login.place) {
    case machine::Place::Keyring:
        return "in the keyring";
    case machine::Place::File:
        return "in plain text in '" + login.file + "'";
    case machine::Place::Helper:
        return "with the helper '" + std::string(json::helper_prefix) + login.helper + "'";
    }
    return {};
}

/// Tells of every login of these registries, or below them, that is still somewhere.
void tell_what_is_left(const Terminal &terminal, const std::set<std::string> &registries)
{
    const machine::ToolSettings settings = machine::read_settings();
    machine::HelperOracle helpers;
    const machine::Inventory inventory(settings, helpers);
    for (const machine::Login &login : inventory.logins()) {
        if (login.username.empty())
            continue; // made when it is asked for: nothing is kept
        const std::string host = ServerKey(login.key).registry();
        if (registries.contains(login.registry) || registries.contains(host))
            terminal.warn("there is still a login for '" + login.key + "' " + place_of(login),
                          "to erase it: " + machine::erase_command(login, settings).text());
    }
}

/// True if the keyring file, before which the keyring is used, has it. A locked one does not say.
bool is_in_keyring_file(const ServerKey &key)
{
    try {
        return keyring::open_keyring(keyring::file_kind)->get(key).has_value();
    } catch (const Error &) { // locked, or there is none
        return false;
    }
}

Error no_login(const ServerKey &key)
{
    const std::string what = "the keyring has no login for '" + one_line(key.identity()) + "'";
    if (is_in_keyring_file(key))
        return Error(
            Errc::NotFound, what + ", the keyring file has",
            "to erase that: " +
                Command("CPPSECRET_KEYRING=file cppsecret logout").operand(key.identity()).text());
    return Error(Errc::NotFound, what, "see 'cppsecret list' for those that it has");
}

ExitStatus logout_from_all(const Terminal &terminal)
{
    const auto keyring = keyring::open_keyring();
    const keyring::Listing listing = keyring::list_all_unlocked(*keyring);
    std::set<std::string> registries;
    for (const keyring::Login &login : listing.logins) {
        const ServerKey key(login.server);
        if (registries.insert(key.identity()).second)
            erase(terminal, *keyring, key);
        else if (login.is_found_by_key_alone)
            keyring->erase(key);
    }
    if (listing.incomplete)
        return fail(terminal, *listing.incomplete);
    if (registries.empty())
        terminal.hint("the keyring holds no logins of registries");
    tell_what_is_left(terminal, registries);
    return ExitStatus::Done;
}

/// Also one whose secret cannot be read: it can be erased.
bool has_login(keyring::Keyring &keyring, const ServerKey &key)
{
    try {
        return keyring.get(key).has_value();
    } catch (const Error &error) {
        if (error.code() != Errc::ProviderFailed)
            throw;
        return true;
    }
}

ExitStatus logout(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    if (wanted.all != wanted.name.empty())
        throw Error(Errc::Usage,
                    wanted.all ? "--all goes without a HOST" : "name a HOST, or use --all",
                    try_help);
    if (wanted.all)
        return logout_from_all(terminal);
    const ServerKey key(require_registry_name(wanted.name).text());
    const auto keyring = keyring::open_keyring();
    bool is_there = erase_account(terminal, *keyring, key);
    if (!is_there)
        for (const ServerKey &one : keys_of_logout(key))
            if (has_login(*keyring, one)) {
                erase(terminal, *keyring, one);
                is_there = true;
            }
    tell_what_is_left(terminal, {key.identity()});
    return is_there ? ExitStatus::Done : fail(terminal, no_login(key));
}

} // namespace

Action declare_logout(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("HOST", wanted->name, "Registry: host or host:port; or HOST/NAMESPACE");
    options.flag("--all", wanted->all, "From every registry");
    options.more_help("Only the keyring is changed. Logins that are left in files and with other "
                      "helpers are told\nwith the command that erases them.");
    return [wanted](const Terminal &terminal) { return logout(terminal, *wanted); };
}

} // namespace cppsecret::cli
