// SPDX-License-Identifier: MIT
// The file that holds the passphrase of the keyring file, where there is nobody to type it.
#pragma once

#include "credential/secret_string.hpp"

#include <optional>
#include <string>

namespace cppsecret::keyring {

/// A file that the environment names.
struct PassphraseFile {
    std::string path;
    std::string source;       ///< "CPPSECRET_PASSPHRASE_FILE" or "the systemd credential …"
    bool must_be_ours = true; ///< else its owner and its mode do not matter
};

/// CPPSECRET_PASSPHRASE_FILE, else $CREDENTIALS_DIRECTORY/cppsecret-passphrase if that is there:
/// systemd decides who may read its credentials, so the owner of those does not matter.
[[nodiscard]] std::optional<PassphraseFile> find_passphrase_file();

/// The passphrase: the file's content, any bytes, without one newline at its end.
/// Throws Error(Errc::Locked) if it cannot be opened, is no plain file, holds none or more than
/// 65536 bytes; Error(Errc::Untrusted) if it must be ours and is not, or others have any right to
/// it; Error(Errc::System) if reading fails.
[[nodiscard]] SecretString read_passphrase(const PassphraseFile &file);

} // namespace cppsecret::keyring
