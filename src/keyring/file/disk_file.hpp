// SPDX-License-Identifier: MIT
// The keyring file on the disk.
#pragma once

#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "base/read_file.hpp"
#include "keyring/file/document.hpp"
#include "keyring/file/format.hpp"

#include <string>
#include <utility>

namespace cppsecret::keyring {

/// A keyring file that has been opened.
struct OpenFile {
    SealedFile sealed;
    SecretString data_key;
    FileDocument document;
    FileReader on_disk; ///< for as long as it is open no other file takes its inode

    /// The document as it is now, sealed once more with the same keys: the bytes of a file. Throws
    /// as FileDocument::text().
    [[nodiscard]] std::string seal() const
    {
        return seal_file(sealed.header(), data_key, document.text());
    }
};

/// ${XDG_DATA_HOME:-~/.local/share}/cppsecret/keyring, or another file of its kind; beside it
/// `keyring~`, the version before the last change, and the lock of those who change it.
class DiskFile {
public:
    /// Symbolic links are followed. Throws Error(Errc::System) if that is impossible.
    explicit DiskFile(const std::string &path);

    /// The one of the person. Throws as the constructor, and Error(Errc::NoCollection) if there is
    /// no place for it.
    [[nodiscard]] static DiskFile of_person();

    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    [[nodiscard]] std::string previous_path() const { return path_ + "~"; }
    [[nodiscard]] bool exists() const noexcept;
    /// True if it belongs to somebody else, as in a HOME that is not ours.
    [[nodiscard]] bool is_of_another() const noexcept;
    /// What goes back to `keyring~`, for a hint; empty if that is not there.
    [[nodiscard]] std::string way_back() const;

    /// Throws Error: NoCollection if there is none, Untrusted if it is not ours alone, Damaged
    /// (also for more than 64 MiB), NewerFormat, System.
    [[nodiscard]] SealedFile read() const;

    /// Opens it with the key of the session, else with that of a passphrase file. Throws as read()
    /// and read_passphrase(), Error(Errc::Locked) if there is neither, WrongPassphrase, TimedOut.
    [[nodiscard]] OpenFile open(const Deadline &deadline) const;

    /// False if the file, its mode or its owner may be another one than when it was opened.
    [[nodiscard]] bool is_unchanged(const FileReader &opened) const noexcept;

    /// The document as it is now, opened with a key that is known. Throws as read().
    [[nodiscard]] FileDocument read_document(const SecretString &data_key) const;

    /// The lock that every change holds. Throws Error: NoCollection if there is no file, Untrusted
    /// if it is not ours alone, and as FileLock.
    [[nodiscard]] FileLock lock(const Deadline &deadline) const;

    /// Replaces the file; `previous` becomes `keyring~`, and does first: of both, whoever is killed
    /// leaves the old one or the new one. Hold the lock. Throws Error(Errc::System).
    void replace(const std::string &bytes, const std::string &previous) const;

private:
    [[nodiscard]] std::pair<FileReader, SealedFile> read_open() const;
    [[nodiscard]] OpenFile open_once(const Deadline &deadline) const;
    [[nodiscard]] Error not_there() const;
    /// With what can be done about a damaged file.
    [[nodiscard]] Error with_remedy(const Error &error) const;

    std::string path_;
};

/// Reads any keyring file, wherever it comes from and whoever may read it. Throws Error: NotFound,
/// Damaged (also for more than 64 MiB), NewerFormat, System.
[[nodiscard]] SealedFile read_sealed_file(const std::string &path);

} // namespace cppsecret::keyring
