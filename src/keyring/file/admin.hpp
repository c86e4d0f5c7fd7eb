// SPDX-License-Identifier: MIT
// What a person does to the keyring file as a whole.
#pragma once

#include "keyring/file/disk_file.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// Throws Error(Errc::System) if there is a keyring file, or a `keyring~` of an earlier one.
void refuse_existing(const DiskFile &file);

/// Why no key can be kept for this session: one line for a message; empty if one can.
[[nodiscard]] std::string obstacle_to_keeping_keys();

/// Throws Error(Errc::NoCollection) if there is an obstacle_to_keeping_keys().
void refuse_without_session();

/// Keeps the key that a passphrase gave for the files with this header (SealedFile::header()), to
/// the end of the session; false if that is impossible here.
bool keep_for_session(std::string_view header, const SecretString &derived);

/// Makes an empty keyring file, and keeps its key for the session; false if that is impossible
/// here. Waits up to 60 s for the lock of the file. Throws as refuse_existing(),
/// make_folder_of_ours(), make_keys() and AtomicFile, Error(Errc::TimedOut).
bool create_keyring_file(const DiskFile &file, const SecretString &passphrase,
                         KdfStrength strength);

/// As keep_for_session(), but only for `timeout` if that is given. Throws what keeps it from that:
/// as refuse_without_session(), Error(Errc::System), Error(Errc::TimedOut).
void unlock_keyring_file(std::string_view header, const SecretString &derived,
                         std::optional<std::chrono::seconds> timeout);

/// Wipes the key of the session; false if none was kept. Throws Error(Errc::System),
/// Error(Errc::TimedOut).
bool lock_keyring_file();

/// Seals the file and its previous copy with a new passphrase and a new data key, at the same cost,
/// or that of KdfStrength::Standard if it was less.
/// The key of the session, if there is one and it can be changed, is the new one then. Throws as
/// DiskFile::read() and replace(), Error(Errc::WrongPassphrase), Error(Errc::TimedOut).
void change_passphrase(const DiskFile &file, const SecretString &old_passphrase,
                       const SecretString &new_passphrase);

} // namespace cppsecret::keyring
