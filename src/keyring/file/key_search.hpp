// SPDX-License-Identifier: MIT
// The ways to the key of a keyring file; none of them asks anybody.
#pragma once

#include "base/deadline.hpp"
#include "keyring/file/format.hpp"

#include <optional>
#include <string>

namespace cppsecret::keyring {

/// The key of the session for this file, else the one that a passphrase file gives, which is then
/// kept for the session. Throws as DiskFile::open().
[[nodiscard]] SecretString find_data_key(const SealedFile &file, const Deadline &deadline);

/// The data key of this file, if the session keeps the key that opens it. Throws as
/// KeyCache::find().
[[nodiscard]] std::optional<SecretString> find_session_key(const SealedFile &file);

/// The two keys that a passphrase gives.
struct Unlocked {
    SecretString derived;
    SecretString data;
};

/// Tries a passphrase; `where_from` (" in 'FILE'", or nothing) is for the message. For a person it
/// takes its time: without a deadline there is no limit.
/// Throws Error(Errc::WrongPassphrase), and as derive_key().
[[nodiscard]] Unlocked unlock_with(const SealedFile &file, const SecretString &passphrase,
                                   const std::string &where_from,
                                   const std::optional<Deadline> &deadline = std::nullopt);

} // namespace cppsecret::keyring
