// SPDX-License-Identifier: MIT
#include "keyring/file/cipher.hpp"

#include "base/error.hpp"
#include "hardening/process.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <sodium.h>
#include <string.h>

namespace cppsecret::keyring {

static_assert(key_size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(nonce_size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(tag_size == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(salt_size == crypto_pwhash_argon2id_SALTBYTES);
static_assert(checksum_size == crypto_generichash_BYTES);

namespace {

constexpr std::size_t bytes_per_kib = 1024;

/// libsodium looks at the processor and at the source of randomness once.
void start_libsodium()
{
    static const int started = ::sodium_init();
    if (started < 0)
        throw Error(Errc::System, "libsodium cannot be started",
                    "is /dev/urandom there and readable?");
}

// libsodium's bytes are unsigned
// NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast)
unsigned char *bytes_of(std::span<char> buffer) noexcept
{
    return reinterpret_cast<unsigned char *>(buffer.data());
}

const unsigned char *bytes_of(std::string_view text) noexcept
{
    return reinterpret_cast<const unsigned char *>(text.data());
}
// NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)

/// Shared between who waits and the thread that computes. The thread may outlive the wait, so both
/// own it; it has made none of the memory, so that the passphrase and the key are where memory is
/// locked.
struct Derivation {
    Derivation(const SecretString &text, std::string_view salt_bytes, const KdfCost &asked)
        : passphrase(text.reveal()), salt(salt_bytes), cost(asked)
    {
    }

    void run() noexcept
    {
        const char *const text = passphrase.empty() ? "" : passphrase.reveal().data(); // never null
        is_done =
            ::crypto_pwhash_argon2id(bytes_of(key.writable()), key_size, text, passphrase.size(),
                                     bytes_of(salt), cost.passes, cost.memory_kib * bytes_per_kib,
                                     crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
    }

    SecretString passphrase;
    const std::string salt;
    const KdfCost cost;
    SecretString key{key_size};
    bool is_done = false;

    std::mutex mutex;
    std::condition_variable changed;
    bool is_over = false;
    bool is_wanted = true;
};

void run_in_turn(Derivation &derivation) noexcept
{
    static std::mutex turn;
    const std::lock_guard one_at_a_time(turn);
    {
        const std::lock_guard guard(derivation.mutex);
        if (!derivation.is_wanted)
            return;
    }
    derivation.run();
    wipe_stack();
    const std::lock_guard guard(derivation.mutex);
    derivation.is_over = true;
    derivation.changed.notify_one();
}

void derive_until(const std::shared_ptr<Derivation> &derivation, const Deadline &deadline)
{
    std::thread thread([derivation] { run_in_turn(*derivation); });
    std::unique_lock guard(derivation->mutex);
    const bool is_over =
        derivation->changed.wait_until(guard, deadline.end(), [&] { return derivation->is_over; });
    derivation->is_wanted = is_over;
    guard.unlock();
    // The thread may be the last to let go of it, at a time when nobody wipes any more. Argon2id
    // reads it once, before the work that takes the time; a key that came of another one is
    // dropped.
    const std::span<char> passphrase = derivation->passphrase.writable();
    ::explicit_bzero(passphrase.data(), passphrase.size());
    if (is_over) {
        thread.join();
        return;
    }
    thread.detach();
    throw Error(Errc::TimedOut, "the key of the keyring file could not be derived in time",
                "run 'cppsecret keyring unlock', which has no time limit; CPPSECRET_TIMEOUT "
                "sets that of the others, in seconds");
}

} // namespace

std::string random_bytes(std::size_t size)
{
    start_libsodium();
    std::string bytes(size, '\0');
    ::randombytes_buf(bytes.data(), size);
    return bytes;
}

SecretString random_key()
{
    start_libsodium();
    SecretString key(key_size);
    ::randombytes_buf(key.writable().data(), key_size);
    return key;
}

SecretString derive_key(const SecretString &passphrase, std::string_view salt, const KdfCost &cost,
                        const std::optional<Deadline> &deadline)
{
    start_libsodium();
    const auto derivation = std::make_shared<Derivation>(passphrase, salt, cost);
    if (deadline)
        derive_until(derivation, *deadline);
    else
        derivation->run();
    if (!derivation->is_done)
        throw Error(Errc::System,
                    "not enough memory to derive the key of the keyring file from its passphrase",
                    "it takes " + std::to_string(cost.memory_kib / bytes_per_kib) + " MiB");
    return std::move(derivation->key);
}

std::string seal(std::string_view plain, std::string_view nonce, const SecretString &key,
                 std::string_view associated)
{
    start_libsodium();
    std::string sealed(plain.size() + tag_size, '\0');
    ::crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(std::span(sealed)), nullptr, bytes_of(plain), plain.size(), bytes_of(associated),
        associated.size(), nullptr, bytes_of(nonce), bytes_of(key.reveal()));
    return sealed;
}

std::optional<SecretString> open_sealed(std::string_view sealed, std::string_view nonce,
                                        const SecretString &key, std::string_view associated)
{
    start_libsodium();
    if (sealed.size() < tag_size || key.size() != key_size || nonce.size() != nonce_size)
        return std::nullopt;
    SecretString plain(sealed.size() - tag_size);
    if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes_of(plain.writable()), nullptr, nullptr, bytes_of(sealed), sealed.size(),
            bytes_of(associated), associated.size(), bytes_of(nonce), bytes_of(key.reveal())) != 0)
        return std::nullopt;
    return plain;
}

std::string checksum_of(std::string_view bytes)
{
    start_libsodium();
    std::string checksum(checksum_size, '\0');
    ::crypto_generichash(bytes_of(std::span(checksum)), checksum_size, bytes_of(bytes),
                         bytes.size(), nullptr, 0);
    return checksum;
}

} // namespace cppsecret::keyring
