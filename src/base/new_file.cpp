// SPDX-License-Identifier: MIT
#include "base/new_file.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "base/place_to_write.hpp"
#include "base/unique_fd.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

void write_new_file(const std::string &path, std::string_view content)
{
    const PlaceToWrite place(path, MissingFolders::Refuse, LastLink::Keep);
    const std::string &name = place.name();
    // an exclusive open follows no link either
    const UniqueFd file(::openat(place.folder(), name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file && errno == EEXIST)
        throw Error(Errc::System, "'" + path + "' is there already, and is not overwritten",
                    "name another file, or remove that one");
    if (!file)
        throw system_error("make '" + path + "'", errno);
    try {
        write_fully(file.get(), content, "'" + path + "'");
        if (::fsync(file.get()) != 0)
            throw system_error("write '" + path + "'", errno);
        place.synchronise();
    } catch (const Error &) {
        ::unlinkat(place.folder(), name.c_str(), 0);
        throw;
    }
}

} // namespace cppsecret
