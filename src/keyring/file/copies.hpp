// SPDX-License-Identifier: MIT
// Sealed copies of the keyring file, which go from one machine to another.
#pragma once

#include "keyring/file/disk_file.hpp"
#include "keyring/file/key_search.hpp"

#include <cstddef>
#include <string>

namespace cppsecret::keyring {

/// Writes a copy that opens with the same passphrase to `path`, a new file (0600). Throws as
/// DiskFile::read() and write_new_file().
void export_keyring_file(const DiskFile &file, const std::string &path);

/// How many logins and accounts of a copy were taken over.
struct Imported {
    std::size_t taken = 0;
    std::size_t kept = 0; ///< those that are newer here, or the same
};

/// Adds the logins and accounts of `copy`, which `data_key` opens, to the keyring file; of two for
/// one registry, or one name of an account, the one that was changed later stays. Waits up to 60 s
/// for the lock of the file. Throws as DiskFile::open() and replace(), Error(Errc::Damaged) also
/// for `copy`.
Imported import_logins(const DiskFile &file, const SealedFile &copy, const SecretString &data_key);

/// Where there is no keyring file yet: makes `copy` it, with its passphrase, whose keys are `keys`,
/// sealed anew if that costs less than KdfStrength::Standard, and keeps the key for the session
/// where that is possible. Throws as create_keyring_file(), and Error(Errc::Damaged) for `copy`.
Imported adopt_copy(const DiskFile &file, const SealedFile &copy, const SecretString &passphrase,
                    const Unlocked &keys);

} // namespace cppsecret::keyring
