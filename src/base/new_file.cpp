// SPDX-License-Identifier: MIT
#include "base/new_file.hpp"

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

void write_new_file(const std::string &path, std::string_view content)
{
    // an exclusive open follows no link either
    const UniqueFd file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file && errno == EEXIST)
        throw Error(Errc::System, "'" + path + "' is there already, and is not overwritten",
                    "name another file, or remove that one");
    if (!file)
        throw system_error("make '" + path + "'", errno);
    try {
        write_fully(file.get(), content, "'" + path + "'");
        if (::fsync(file.get()) != 0)
            throw system_error("write '" + path + "'", errno);
        synchronise_folder(folder_of(path));
    } catch (const Error &) {
        ::unlink(path.c_str());
        throw;
    }
}

} // namespace cppsecret
