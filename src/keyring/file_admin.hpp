// SPDX-License-Identifier: MIT
// What a person does to the keyring file as a whole.
#pragma once

#include "keyring/keyring_file.hpp"

#include <chrono>
#include <optional>

namespace cppsecret::keyring {

/// Throws Error(Errc::System) if there is a keyring file, or a `keyring~` of an earlier one.
void refuse_existing(const KeyringFile &file);

/// Throws Error(Errc::NoCollection) if no session has a place for keys.
void refuse_without_session();

/// Makes an empty keyring file, and keeps its key for the session where there is a place for it.
/// Throws as refuse_existing(), Error(Errc::System), Error(Errc::TimedOut).
void create_keyring_file(const KeyringFile &file, const SecretString &passphrase,
                         KdfStrength strength);

/// Keeps the key for the session. Throws as KeyringFile::read(), Error(Errc::WrongPassphrase),
/// and as refuse_without_session().
void unlock_keyring_file(const KeyringFile &file, const SecretString &passphrase,
                         std::optional<std::chrono::seconds> timeout);

/// Wipes the key of the session; false if none was kept. Throws Error(Errc::System).
bool lock_keyring_file();

/// Seals the file and its previous copy with a new passphrase and a new data key, at the same cost.
/// The key of the session, if there is one, is the new one then. Throws as KeyringFile::read(),
/// Error(Errc::WrongPassphrase), Error(Errc::TimedOut).
void change_passphrase(const KeyringFile &file, const SecretString &old_passphrase,
                       const SecretString &new_passphrase);

/// True if keys can be kept for this session.
[[nodiscard]] bool session_keeps_keys();

} // namespace cppsecret::keyring
