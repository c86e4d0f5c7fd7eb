// SPDX-License-Identifier: MIT
#include "authfile/read_file.hpp"

#include "authfile/document.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret::authfile {

namespace {

FileStamp stamp_from(const struct stat &status) noexcept
{
    return {status.st_dev,  status.st_ino,  status.st_size,
            status.st_mtim, status.st_mode, status.st_uid};
}

/// True for the two ways in which a file is simply not there.
bool is_absent(int error_number) noexcept
{
    return error_number == ENOENT || error_number == ENOTDIR;
}

} // namespace

bool operator==(const FileStamp &a, const FileStamp &b) noexcept
{
    return a.device == b.device && a.inode == b.inode && a.size == b.size &&
           a.changed.tv_sec == b.changed.tv_sec && a.changed.tv_nsec == b.changed.tv_nsec;
}

std::optional<FileContent> read_file(const std::string &path)
{
    // not to wait for somebody to write to a pipe
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file && is_absent(errno))
        return std::nullopt;
    if (!file)
        throw system_error("read '" + path + "'", errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        throw system_error("read '" + path + "'", errno);
    if (!S_ISREG(status.st_mode))
        throw Error(Errc::Input, "'" + path + "' is not a plain file");

    FileContent content;
    content.stamp = stamp_from(status);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > file_size_limit)
        throw Error(Errc::Input, "'" + path + "' is too long to be read");
    SecretString buffer(size);
    const auto filled = read_fully(file.get(), buffer.writable(), "'" + path + "'");
    content.bytes =
        filled == size ? std::move(buffer) : SecretString(buffer.reveal().substr(0, filled));
    return content;
}

} // namespace cppsecret::authfile
