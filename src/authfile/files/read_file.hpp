// SPDX-License-Identifier: MIT
// Reads small files whole and remembers which state of them it was.
#pragma once

#include "credential/secret_string.hpp"

#include <optional>
#include <string>

#include <sys/stat.h>

namespace cppsecret::authfile {

/// Tells one state of a file from the next: another file in its place, or other content. Mode and
/// owner are for whoever wants to know; two stamps that differ in them alone are equal.
struct FileStamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    struct timespec changed {}; ///< of the content (mtime)
    mode_t mode = 0;
    uid_t owner = 0;

    friend bool operator==(const FileStamp &a, const FileStamp &b) noexcept;
};

struct FileContent {
    SecretString bytes;
    FileStamp stamp;
};

/// The file's content; nothing if it does not exist. Symbolic links are followed.
/// Throws Error(Errc::System) if it cannot be read, Error(Errc::Input) if it is no plain file or
/// longer than `file_size_limit` bytes.
[[nodiscard]] std::optional<FileContent> read_file(const std::string &path);

} // namespace cppsecret::authfile
