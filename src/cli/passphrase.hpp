// SPDX-License-Identifier: MIT
// The passphrase of a keyring file, from a person or from the file that holds it.
#pragma once

#include "cli/terminal/terminal.hpp"
#include "credential/secret_string.hpp"
#include "keyring/file/key_search.hpp"

#include <string>

namespace cppsecret::cli {

/// A passphrase that opens a file, and the keys that it gives.
struct Opening {
    SecretString passphrase;
    keyring::Unlocked keys;
};

/// Opens `file` with the passphrase file, if the environment names one, else with what is typed on
/// the terminal; also if that of the file is wrong. `what` ("the keyring file") is for the
/// question. Throws Error(Errc::Locked), which names the sources that there are, if there is
/// neither; Error(Errc::WrongPassphrase); as keyring::read_passphrase() and SecretPrompt::ask().
[[nodiscard]] Opening open_with_passphrase(const Terminal &terminal,
                                           const keyring::SealedFile &file,
                                           const std::string &what);

/// A new one, typed twice. Throws Error(Errc::Locked) without a terminal, Error(Errc::Input) for an
/// empty one, and as SecretPrompt::ask_twice().
[[nodiscard]] SecretString typed_passphrase();

/// The one of the passphrase file, else a new one that is typed twice. Throws as
/// keyring::read_passphrase() and typed_passphrase().
[[nodiscard]] SecretString new_passphrase();

/// Warns of a new passphrase that can be guessed: one of fewer than 12 characters.
void warn_of_short(const Terminal &terminal, const SecretString &passphrase);

} // namespace cppsecret::cli
