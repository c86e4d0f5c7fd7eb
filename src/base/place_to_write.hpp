// SPDX-License-Identifier: MIT
// The place of a file that is written: found once, judged on the way, and held by a descriptor.
#pragma once

#include "base/error.hpp"
#include "base/unique_fd.hpp"

#include <optional>
#include <string>

#include <sys/stat.h>

namespace cppsecret {

/// What is done about folders of a path that are not there.
enum class MissingFolders { Refuse, Make };

/// What is done with a symbolic link at the end of a path. Those before it are followed.
enum class LastLink { Follow, Keep };

/// A folder, opened, and the name in it that a path leads to. Every link on the way is judged when
/// it is followed, and the folder itself once it is open (base/trusted_place.hpp), so whoever
/// renames or links anew what the path goes through redirects nothing that is done by folder() and
/// name().
class PlaceToWrite {
public:
    /// Folders that are made have mode 0700, in one that is ours or sticky.
    /// Throws Error(Errc::System) for a place that is not trusted to be written, with what to do:
    /// a folder or a file of somebody else, a folder that others can write to, a link that is
    /// theirs or leads through a folder of theirs; and if the path cannot be followed.
    explicit PlaceToWrite(const std::string &path, MissingFolders missing = MissingFolders::Refuse,
                          LastLink last = LastLink::Follow);

    /// For the calls that take a descriptor of a folder; it can neither be read nor synchronised.
    [[nodiscard]] int folder() const noexcept { return folder_.get(); }
    [[nodiscard]] const std::string &name() const noexcept { return name_; }

    /// The path as it was given; where links were followed, that of what they lead to.
    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    [[nodiscard]] std::string folder_path() const;

    /// What was there (lstat(2)), of ours; nothing if nothing was.
    [[nodiscard]] const std::optional<struct stat> &file() const noexcept { return file_; }

    /// The folder once more, to be read. Empty, with errno, if that is impossible.
    [[nodiscard]] UniqueFd open_folder() const noexcept;

    /// Makes the names in the folder last: fsync, where the file system has it for folders. Throws
    /// Error(Errc::System), also for a folder that cannot be read.
    void synchronise() const;

private:
    UniqueFd folder_;
    std::string name_;
    std::string path_;
    std::optional<struct stat> file_;
};

/// Why PlaceToWrite would refuse a path whose missing folders are made; makes none. Nothing if it
/// would not, or the path cannot be followed for another reason.
[[nodiscard]] std::optional<Error> find_distrust(const std::string &path);

/// The folder `path`, opened as PlaceToWrite opens one, whoever may write to it. Throws likewise.
[[nodiscard]] UniqueFd open_folder_to_write(const std::string &path, MissingFolders missing);

/// Removes a file of ours, or a link itself; what is not there is no failure. Throws as
/// PlaceToWrite, and Error(Errc::System).
void remove_file(const std::string &path);

} // namespace cppsecret
