// SPDX-License-Identifier: MIT
// What of libsodium the keyring file needs. Nothing here is a construction of our own, and nothing
// is done before the first call: a helper that never opens a keyring file pays nothing. All
// functions throw Error(Errc::System) if libsodium cannot be started.
#pragma once

#include "base/deadline.hpp"
#include "credential/secret_string.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

// in bytes
inline constexpr std::size_t key_size = 32;
inline constexpr std::size_t nonce_size = 24;
inline constexpr std::size_t tag_size = 16; ///< what sealing adds
inline constexpr std::size_t salt_size = 16;
inline constexpr std::size_t checksum_size = 32;

/// How costly it is to try a passphrase.
struct KdfCost {
    std::uint32_t passes = 0;
    std::uint32_t memory_kib = 0;

    [[nodiscard]] friend bool operator==(const KdfCost &, const KdfCost &) noexcept = default;
};

/// As many bytes that nobody can foresee.
[[nodiscard]] std::string random_bytes(std::size_t size);
/// The same, `key_size` of them.
[[nodiscard]] SecretString random_key();

/// Argon2id (RFC 9106, version 1.3, one lane) of any bytes; `salt` has `salt_size` bytes, the key
/// `key_size`. Takes as long and as much memory as `cost` says.
/// It cannot be interrupted: with a deadline a thread computes it, which is left behind when that
/// passes, and ends with the process. The passphrase is wiped by then; what is left is the memory
/// that Argon2id has filled. A process computes one at a time, those that were left included.
/// Throws Error(Errc::System) if the memory is not there, Error(Errc::TimedOut), and
/// std::system_error if no thread can be started.
[[nodiscard]] SecretString derive_key(const SecretString &passphrase, std::string_view salt,
                                      const KdfCost &cost,
                                      const std::optional<Deadline> &deadline = std::nullopt);

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha): the sealed bytes and the tag. `nonce` has
/// `nonce_size` bytes and must never be used twice with one key: take random_bytes(). `key` has
/// `key_size` bytes; `associated` is not in the result, but must be the same to open it.
[[nodiscard]] std::string seal(std::string_view plain, std::string_view nonce,
                               const SecretString &key, std::string_view associated);

/// The plain text; nothing if the key is another one, or any byte of what was sealed or of
/// `associated` is.
[[nodiscard]] std::optional<SecretString> open_sealed(std::string_view sealed,
                                                      std::string_view nonce,
                                                      const SecretString &key,
                                                      std::string_view associated);

/// BLAKE2b (RFC 7693, 32 bytes) without a key: finds damage, keeps nobody from changing anything.
[[nodiscard]] std::string checksum_of(std::string_view bytes);

} // namespace cppsecret::keyring
