// SPDX-License-Identifier: MIT
// The passphrase of a keyring file, from a person or from the file that holds it.
#pragma once

#include "credential/secret_string.hpp"

#include <string>

namespace cppsecret::cli {

/// The passphrase that is in use: from the passphrase file, if the environment names one, else from
/// the terminal. `what` ("the keyring file") is for the question.
/// Throws Error(Errc::Locked), which names the sources that there are, if there is neither; as
/// keyring::read_passphrase() and SecretPrompt::ask().
[[nodiscard]] SecretString current_passphrase(const std::string &what);

/// A new one, typed twice. Throws Error(Errc::Input) for an empty one, else as above.
[[nodiscard]] SecretString typed_passphrase();

/// The one of the passphrase file, else a new one that is typed twice. Throws as above.
[[nodiscard]] SecretString new_passphrase();

} // namespace cppsecret::cli
