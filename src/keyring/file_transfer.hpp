// SPDX-License-Identifier: MIT
// Sealed copies of the keyring file, which go from one machine to another.
#pragma once

#include "keyring/keyring_file.hpp"

#include <cstddef>
#include <string>

namespace cppsecret::keyring {

/// Writes a copy that opens with the same passphrase to `path`, a new file (0600). Throws as
/// KeyringFile::read(), Error(Errc::System), also if there is something at `path`.
void export_keyring_file(const KeyringFile &file, const std::string &path);

/// How many logins and accounts of a copy were taken over.
struct Imported {
    std::size_t taken = 0;
    std::size_t kept = 0; ///< those that are newer here, or the same
};

/// Adds the logins and accounts of `copy` to the keyring file; of two for one registry, or one name
/// of an account, the one that was changed later stays. Throws as KeyringFile::open().
Imported import_logins(const KeyringFile &file, const SealedFile &copy,
                       const SecretString &data_key);

/// Where there is no keyring file yet: makes `copy` it, with its passphrase, whose keys are `keys`.
/// Throws as create_keyring_file().
Imported adopt_copy(const KeyringFile &file, const SealedFile &copy, const Unlocked &keys);

} // namespace cppsecret::keyring
