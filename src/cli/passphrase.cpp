// SPDX-License-Identifier: MIT
#include "cli/passphrase.hpp"

#include "base/error.hpp"
#include "cli/terminal/secret_prompt.hpp"
#include "keyring/file/passphrase_file.hpp"

#include <algorithm>
#include <string_view>
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

Opening open_with_passphrase(const Terminal &terminal, const keyring::SealedFile &file,
                             const std::string &what)
{
    if (const auto source = keyring::find_passphrase_file()) {
        SecretString passphrase = keyring::read_passphrase(*source);
        try {
            auto keys = keyring::unlock_with(file, passphrase, " in '" + source->path + "'");
            return {std::move(passphrase), std::move(keys)};
        } catch (const Error &error) {
            if (error.code() != Errc::WrongPassphrase || !SecretPrompt::open())
                throw;
            terminal.warn(error.what(), "type it, and fix what " + source->source + " names");
        }
    }
    SecretString passphrase = terminal_to_ask().ask("Passphrase of " + what + ": ");
    auto keys = keyring::unlock_with(file, passphrase, "");
    return {std::move(passphrase), std::move(keys)};
}

SecretString typed_passphrase()
{
    auto prompt = SecretPrompt::open();
    if (!prompt)
        throw Error(Errc::Locked, "there is no terminal to type the new passphrase on",
                    "run it on a terminal, or use --passphrase-file FILE");
    SecretString passphrase =
        prompt->ask_twice("New passphrase of the keyring file: ", "The same once more: ");
    if (passphrase.empty())
        throw Error(Errc::Input, "the passphrase is empty", "repeat the command and type one");
    return passphrase;
}

void warn_of_short(const Terminal &terminal, const SecretString &passphrase)
{
    constexpr std::ptrdiff_t enough = 12;
    const std::string_view text = passphrase.reveal();
    const auto characters = std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; // begins one in UTF-8
    });
    if (characters < enough)
        terminal.warn("the passphrase has fewer than 12 characters: anyone with a copy of the "
                      "keyring file may guess it",
                      "choose a longer one with 'cppsecret keyring passwd'");
}

SecretString new_passphrase()
{
    if (const auto file = keyring::find_passphrase_file())
        return keyring::read_passphrase(*file);
    static_cast<void>(terminal_to_ask()); // else the error names all sources
    return typed_passphrase();
}

} // namespace cppsecret::cli
