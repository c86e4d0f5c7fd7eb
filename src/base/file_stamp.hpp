// SPDX-License-Identifier: MIT
// Which state of a file it was.
#pragma once

#include <sys/stat.h>

namespace cppsecret {

/// Tells one state of a file from the next: another file in its place, or other content. Mode and
/// owner are for whoever wants to know; two stamps that differ in them alone are equal.
struct FileStamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    struct timespec changed {}; ///< of the content (mtime)
    mode_t mode = 0;
    uid_t owner = 0;

    [[nodiscard]] static FileStamp from(const struct stat &status) noexcept
    {
        return {status.st_dev,  status.st_ino,  status.st_size,
                status.st_mtim, status.st_mode, status.st_uid};
    }

    [[nodiscard]] friend bool operator==(const FileStamp &a, const FileStamp &b) noexcept
    {
        return a.device == b.device && a.inode == b.inode && a.size == b.size &&
               a.changed.tv_sec == b.changed.tv_sec && a.changed.tv_nsec == b.changed.tv_nsec;
    }
};

} // namespace cppsecret
