// SPDX-License-Identifier: MIT
// The bytes of a keyring file: what is in the clear, and what is sealed.
//
//   offset  size
//        0     8  magic: "cppskey" and a newline
//        8     4  version: 1                         (numbers are little endian)
//       12     4  passes of Argon2id
//       16     4  its memory in KiB
//       20    16  its salt
//       36    24  nonce of the data key
//       60    48  the data key, sealed by the key that Argon2id derives from the passphrase;
//                 associated data: all before its nonce
//      108    24  nonce of the document
//      132     …  the document (JSON), sealed by the data key; associated data: all before it
//      end    32  BLAKE2b of all before it
//
// Every version begins with the magic and its number, and ends with the BLAKE2b: so a newer file is
// told from a damaged one, and a damaged one from a wrong passphrase.
#pragma once

#include "base/deadline.hpp"
#include "credential/secret_string.hpp"
#include "keyring/file/cipher.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// A file that asks for more than this is refused before any work is done for it.
inline constexpr KdfCost most_kdf_cost{10, 1U << 20};
/// One that asks for less is refused too: its passphrase would be guessed in no time.
inline constexpr KdfCost least_kdf_cost{1, 8U << 10};

/// The cost of a passphrase as a person chooses it.
enum class KdfStrength {
    Standard, ///< 64 MiB, 3 passes
    Strong,   ///< 256 MiB, 3 passes
};

/// What that is in passes and KiB.
[[nodiscard]] KdfCost cost_of(KdfStrength strength) noexcept;

/// `cost`, with both numbers raised to those of KdfStrength::Standard.
[[nodiscard]] KdfCost not_below_standard(const KdfCost &cost) noexcept;

/// What seals a file: the part of its bytes that goes with the passphrase, and the two keys.
struct FileKeys {
    std::string header;   ///< up to the nonce of the document
    SecretString derived; ///< from the passphrase, opens the data key
    SecretString data;    ///< opens the document
};

/// New keys for a passphrase: a new salt and a new data key. Throws as derive_key().
[[nodiscard]] FileKeys make_keys(const SecretString &passphrase, const KdfCost &cost);

/// The bytes of the whole file, with a fresh nonce. Throws as random_bytes().
[[nodiscard]] std::string seal_file(std::string_view header, const SecretString &data_key,
                                    const SecretString &document);

/// A keyring file as it was read. `name` says in messages which one it is.
class SealedFile {
public:
    /// Checks all that can be checked without a key. Throws Error(Errc::Damaged), and
    /// Error(Errc::NewerFormat) for a version that this program does not know.
    SealedFile(std::string bytes, std::string name);

    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    [[nodiscard]] const std::string &bytes() const noexcept { return bytes_; }
    [[nodiscard]] KdfCost cost() const noexcept;
    [[nodiscard]] std::string_view salt() const noexcept;
    /// All that goes with the passphrase: the same for files that are sealed with the same keys.
    [[nodiscard]] std::string_view header() const noexcept;

    /// The key that the passphrase gives. Throws as derive_key().
    [[nodiscard]] SecretString derive(const SecretString &passphrase,
                                      const std::optional<Deadline> &deadline = std::nullopt) const;

    /// The data key; nothing if `derived` comes from another passphrase.
    [[nodiscard]] std::optional<SecretString> open_data_key(const SecretString &derived) const;

    /// The text of the document. Throws Error(Errc::Damaged) if the key does not open it: with the
    /// right key this is no matter of a passphrase.
    [[nodiscard]] SecretString open_document(const SecretString &data_key) const;

private:
    std::string bytes_;
    std::string name_;
};

} // namespace cppsecret::keyring
