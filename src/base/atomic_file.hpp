// SPDX-License-Identifier: MIT
// Replaces a file in one step: whoever reads it sees the old content or the new one, never half.
#pragma once

#include "base/place_to_write.hpp"
#include "base/unique_fd.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace cppsecret {

/// Where `path` leads when its own last component is a symbolic link, or a chain of them; `path`
/// itself if it is not. The end of the chain need not exist. Links among the folders are left to
/// the system. Throws Error(Errc::System) after 40 links, or if a link cannot be read.
[[nodiscard]] std::string resolve_links(const std::string &path);

/// The folder part of `path`, "." if it has none.
[[nodiscard]] std::string folder_of(const std::string &path);

/// New content for a file, written beside it and moved into its place by commit(). Until then the
/// file is untouched, and the destructor takes back what was written.
///
/// Symbolic links are followed and kept, but for those of others: it is written to a PlaceToWrite,
/// by the descriptor of its folder. A new file has mode 0600. A file that is replaced keeps the
/// permissions of its mode; a group that the system does not let us keep loses its permissions. Two
/// writers at once need a lock of their own: see FileLock.
class AtomicFile {
public:
    /// Makes the temporary file in the folder of the resolved target. Throws Error(Errc::System) if
    /// that is impossible, also for a target that is no plain file, and as PlaceToWrite.
    explicit AtomicFile(const std::string &path, MissingFolders missing = MissingFolders::Refuse);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    /// The file that commit() replaces: `path` with its links followed.
    [[nodiscard]] const std::string &target() const noexcept { return place_.path(); }

    /// What is replaced, as it was found; nothing if nothing was there.
    [[nodiscard]] const std::optional<struct stat> &replaced() const noexcept
    {
        return place_.file();
    }

    /// Adds `bytes` to the new content. Throws Error(Errc::System).
    void write(std::string_view bytes);

    /// Makes the new content last and puts it into place: fsync, rename, fsync of the folder.
    /// Throws Error(Errc::System); a target that is a mount point of its own is named as such. The
    /// old content is still there then, unless only the folder could not be synchronised.
    void commit();

private:
    PlaceToWrite place_;
    std::string temporary_; // its name in the folder; empty once it has become the target
    UniqueFd file_;
};

/// Whether there are temporary files of `path`: of a writer that is at work, or was killed. False
/// if its folder cannot be read, or is not trusted to be written.
[[nodiscard]] bool has_temporary_files(const std::string &path) noexcept;

/// Removes the temporary files that killed writers of `path` left behind; they may hold secrets.
/// Call it only while holding the lock that all writers of `path` take. Best effort: what cannot be
/// removed, or is in a folder that is not trusted to be written, stays.
void remove_leftovers(const std::string &path) noexcept;

} // namespace cppsecret
