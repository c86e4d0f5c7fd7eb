// SPDX-License-Identifier: MIT
// The key of an unlocked keyring file, kept for the session.
#pragma once

#include "base/deadline.hpp"
#include "base/file_lock.hpp"
#include "credential/secret_string.hpp"
#include "keyring/file/cipher.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// A file (0600) in $XDG_RUNTIME_DIR/cppsecret that holds the key which Argon2id derived, never the
/// passphrase; of one keyring file at a time. It goes with the session, or at its time; a key past
/// its time is wiped by whoever looks for it next, unless another process is at work on it.
class KeyCache {
public:
    /// Nothing on a machine without a runtime folder of ours: there is no place for a key then.
    [[nodiscard]] static std::optional<KeyCache> of_session();

    /// The key that was kept for the files with this header; nothing if there is none. Throws
    /// Error(Errc::System) if it cannot be read, or cannot be removed although its time is over.
    [[nodiscard]] std::optional<SecretString> find(std::string_view header) const;

    /// What is left to that key; nothing if it has no end, or is not there. Throws as find().
    [[nodiscard]] std::optional<std::chrono::seconds> time_left(std::string_view header) const;

    /// The lock of those who derive a key, so that many at once derive it once, and of those who
    /// keep or forget one. Throws Error(Errc::System), Error(Errc::TimedOut).
    [[nodiscard]] FileLock lock(const Deadline &deadline) const;

    /// Wipes the key, whoever has the lock; false if there was none. Throws Error(Errc::System) if
    /// it stays.
    [[nodiscard]] bool wipe() const;

    // With the lock held:

    /// False if the key of another keyring file is kept. Throws as find().
    [[nodiscard]] bool is_free_for(std::string_view header) const;

    /// Keeps `derived` (`key_size` bytes), in the place of what was kept, for as long as `timeout`
    /// on a clock that goes on while the machine sleeps, else to the end of the session. Throws
    /// Error(Errc::System).
    void keep(std::string_view header, const SecretString &derived,
              std::optional<std::chrono::seconds> timeout) const;

    /// If the key of `old_header` is kept: keeps `derived` in its place, up to the same time.
    /// Throws Error(Errc::System).
    void replace(std::string_view old_header, std::string_view header,
                 const SecretString &derived) const;

    /// wipe(), and removes what killed writers left.
    [[nodiscard]] bool forget() const;

private:
    explicit KeyCache(const std::string &folder) : folder_(folder), path_(folder + "/keyring.key")
    {
    }

    /// What the file holds.
    struct Entry {
        std::uint64_t kept_at = 0;
        std::uint64_t ends_at = 0; ///< 0: with the session
        std::string mark;          ///< of the header that it belongs to
        SecretString derived;

        [[nodiscard]] bool is_valid_at(std::uint64_t time) const noexcept
        {
            return kept_at <= time && (ends_at == 0 || time < ends_at);
        }
    };
    [[nodiscard]] std::optional<Entry> read() const;
    /// As it is there, perhaps past its time.
    [[nodiscard]] std::optional<Entry> read_any() const;
    void wipe_what_is_over() const;
    void write(const Entry &entry) const;

    [[nodiscard]] std::string lock_path() const { return folder_ + "/key.lock"; }

    std::string folder_;
    std::string path_;
};

} // namespace cppsecret::keyring
