// SPDX-License-Identifier: MIT
#include "cli/passphrase.hpp"

#include "base/error.hpp"
#include "cli/secret_prompt.hpp"
#include "keyring/passphrase_file.hpp"

#include <utility>

namespace cppsecret::cli {

namespace {

SecretPrompt terminal_to_ask()
{
    if (auto prompt = SecretPrompt::open())
        return std::move(*prompt);
    throw Error(Errc::Locked,
                "there is no passphrase: no terminal to ask on, no CPPSECRET_PASSPHRASE_FILE, and "
                "no systemd credential cppsecret-passphrase",
                "run it on a terminal, or name a file with the passphrase (mode 0600) in "
                "CPPSECRET_PASSPHRASE_FILE");
}

} // namespace

SecretString current_passphrase(const std::string &what)
{
    if (const auto file = keyring::find_passphrase_file())
        return keyring::read_passphrase(*file);
    return terminal_to_ask().ask("Passphrase of " + what + ": ");
}

SecretString typed_passphrase()
{
    SecretString passphrase =
        terminal_to_ask().ask_twice("New passphrase of the keyring file: ", "The same once more: ");
    if (passphrase.empty())
        throw Error(Errc::Input, "the passphrase is empty", "repeat the command and type one");
    return passphrase;
}

SecretString new_passphrase()
{
    if (const auto file = keyring::find_passphrase_file())
        return keyring::read_passphrase(*file);
    return typed_passphrase();
}

} // namespace cppsecret::cli
