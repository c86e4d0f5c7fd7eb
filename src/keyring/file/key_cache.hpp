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
#include <utility>

namespace cppsecret::keyring {

/// A file (0600) in $XDG_RUNTIME_DIR/cppsecret that holds the key which Argon2id derived, never the
/// passphrase; of one keyring file at a time, in memory alone (tmpfs, ramfs). It goes with the
/// session, at the latest with the boot, or at its time: KeyWatch wipes it then. Where that was
/// ended, whoever looks for the key next does, unless another process is at work on it.
class KeyCache {
public:
    /// Nothing where no key may be kept: see obstacle(). What an older version has left on a disk
    /// is wiped.
    [[nodiscard]] static std::optional<KeyCache> of_session();

    /// Why of_session() gives nothing: one line for a message; empty if it gives a cache.
    [[nodiscard]] static std::string obstacle();

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

    // For KeyWatch, which must not read the key itself:

    [[nodiscard]] const std::string &folder() const noexcept { return folder_; }

    /// When the time of the key that is there is over, in seconds of CLOCK_BOOTTIME; nothing if
    /// there is no key, or it has no end. Throws Error(Errc::System).
    [[nodiscard]] std::optional<std::uint64_t> end_of_key() const;

    /// Wipes the key if its time is over, once those who are at work on it have done. Throws as
    /// lock() and wipe().
    void wipe_what_is_over(const Deadline &deadline) const;

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
    KeyCache(const std::string &folder, std::string boot)
        : folder_(folder), path_(folder + "/keyring.key"), boot_(std::move(boot))
    {
    }

    struct Place;
    [[nodiscard]] static Place find_place();

    /// What stands before the key.
    struct Head {
        std::string boot; ///< the id of the boot in which it was kept
        std::uint64_t kept_at = 0;
        std::uint64_t ends_at = 0; ///< 0: with the session
        std::string mark;          ///< of the header that it belongs to
    };
    /// What the file holds.
    struct Entry {
        Head head;
        SecretString derived;
    };
    [[nodiscard]] bool is_over(const Head &head) const;
    [[nodiscard]] static std::optional<Head> head_of(std::string_view bytes);
    [[nodiscard]] std::optional<Entry> read() const;
    /// As it is there, perhaps past its time.
    [[nodiscard]] std::optional<Head> read_head() const;
    void wipe_if_over() const;
    void overwrite() const;
    void write(const Entry &entry) const;

    [[nodiscard]] std::string lock_path() const { return folder_ + "/key.lock"; }

    std::string folder_;
    std::string path_;
    std::string boot_; ///< the id of this boot
};

} // namespace cppsecret::keyring
