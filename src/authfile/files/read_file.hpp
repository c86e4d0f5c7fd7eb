// SPDX-License-Identifier: MIT
// Reads small files whole and remembers which state of them it was.
#pragma once

#include "base/file_stamp.hpp"
#include "credential/secret_string.hpp"

#include <optional>
#include <string>

namespace cppsecret::authfile {

struct FileContent {
    SecretString bytes;
    FileStamp stamp;
};

/// The file's content; nothing if it does not exist. Symbolic links are followed.
/// Throws Error(Errc::System) if it cannot be read, Error(Errc::Input) if it is no plain file or
/// longer than `file_size_limit` bytes.
[[nodiscard]] std::optional<FileContent> read_file(const std::string &path);

} // namespace cppsecret::authfile
