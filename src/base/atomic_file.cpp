// SPDX-License-Identifier: MIT
#include "base/atomic_file.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "base/path_error.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

constexpr int link_limit = 40; // as path_resolution(7)
constexpr std::string_view temporary_mark = ".cppsecret-";
constexpr std::size_t random_size = 6; // letters behind it
constexpr int tries_for_a_name = 100;

/// What the names of all temporary files of a file start with; hidden, and not ending like the name
/// of a file that somebody reads by its suffix.
std::string temporary_prefix(const std::string &name)
{
    const auto room = NAME_MAX - temporary_mark.size() - random_size - 1;
    return "." + name.substr(0, room) + std::string(temporary_mark);
}

std::string random_letters()
{
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567";
    std::array<unsigned char, random_size> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw system_error("get random bytes", errno);
    std::string text;
    for (const unsigned char byte : bytes)
        text += letters[byte % letters.size()];
    return text;
}

struct CloseFolder {
    void operator()(DIR *folder) const noexcept { ::closedir(folder); }
};

Error refused(const std::string &doing, const std::string &target, int error_number)
{
    const std::string quoted = "'" + target + "'";
    switch (error_number) {
    case EBUSY:
    case EXDEV:
        return Error(Errc::System,
                     quoted + " is mounted into its folder as a single file and cannot be replaced",
                     "change the file where it is mounted from");
    case EROFS:
        return Error(Errc::System, quoted + " is on a file system that is mounted read-only",
                     "change the file where it comes from");
    case EACCES:
    case EPERM:
        return Error(Errc::System,
                     "cannot " + doing + " " + quoted + ": no permission to write to '" +
                         folder_of(target) + "'",
                     "the file is replaced as a whole, so its folder must be writable");
    default:
        return system_error(doing + " " + quoted, error_number);
    }
}

/// Gives `file` the group and permissions that the target has.
void copy_permissions(int file, const struct stat &target, const std::string &name)
{
    struct stat status {};
    if (::fstat(file, &status) != 0)
        throw system_error("look at the new content of '" + name + "'", errno);
    mode_t mode = target.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    if (status.st_gid != target.st_gid &&
        ::fchown(file, static_cast<uid_t>(-1), target.st_gid) != 0)
        mode &= ~static_cast<mode_t>(S_IRWXG); // meant for that group, not for ours
    if (::fchmod(file, mode) != 0)
        throw system_error("keep the mode of '" + name + "'", errno);
}

/// Of a file's place; none of a folder that cannot be read.
std::vector<std::string> temporary_files_in(const PlaceToWrite &place)
{
    std::vector<std::string> names;
    const std::string prefix = temporary_prefix(place.name());
    const UniqueFd folder = place.open_folder();
    // <filesystem> would bring streams and locales into the helper, which is started so often
    const std::unique_ptr<DIR, CloseFolder> entries(
        ::fdopendir(::fcntl(folder.get(), F_DUPFD_CLOEXEC, 0))); // closedir(3) closes that one
    while (const struct dirent *const entry = entries ? ::readdir(entries.get()) : nullptr) {
        std::string name = entry->d_name;
        if (name.starts_with(prefix) && name.size() == prefix.size() + random_size)
            names.push_back(std::move(name));
    }
    return names;
}

} // namespace

std::string folder_of(const std::string &path)
{
    const auto slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string resolve_links(const std::string &path)
{
    std::string target = path;
    for (int links = 0; links < link_limit; ++links) {
        std::array<char, PATH_MAX> text{};
        const ssize_t length = ::readlink(target.c_str(), text.data(), text.size());
        if (length < 0 && (errno == EINVAL || errno == ENOENT))
            return target; // no link, or nothing there yet
        if (length < 0)
            throw path_error("look at", target, "'" + target + "'", errno);
        const std::string_view link(text.data(), static_cast<std::size_t>(length));
        if (link.starts_with('/'))
            target = link;
        else
            target = folder_of(target) + "/" + std::string(link);
    }
    throw path_error("follow", path, "'" + path + "'", ELOOP);
}

AtomicFile::AtomicFile(const std::string &path, MissingFolders missing) : place_(path, missing)
{
    for (int tries = 0; !file_ && tries < tries_for_a_name; ++tries) {
        temporary_ = temporary_prefix(place_.name()) + random_letters();
        file_ = UniqueFd(::openat(place_.folder(), temporary_.c_str(),
                                  O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file_ && errno != EEXIST)
            break;
    }
    if (!file_)
        throw refused("replace", target(), errno);
    try {
        if (place_.file())
            copy_permissions(file_.get(), *place_.file(), target());
    } catch (const Error &) { // no destructor runs for what is not constructed
        ::unlinkat(place_.folder(), temporary_.c_str(), 0);
        throw;
    }
}

AtomicFile::~AtomicFile()
{
    if (!temporary_.empty())
        ::unlinkat(place_.folder(), temporary_.c_str(), 0);
}

void AtomicFile::write(std::string_view bytes)
{
    write_fully(file_.get(), bytes, "'" + target() + "'");
}

void AtomicFile::commit()
{
    if (::fsync(file_.get()) != 0)
        throw system_error("write '" + target() + "'", errno);
    if (::renameat(place_.folder(), temporary_.c_str(), place_.folder(), place_.name().c_str()) !=
        0)
        throw refused("replace", target(), errno);
    temporary_.clear();
    place_.synchronise();
}

bool has_temporary_files(const std::string &path) noexcept
{
    try {
        return !temporary_files_in(PlaceToWrite(path)).empty();
    } catch (const std::exception &) {
        return false;
    }
}

void remove_leftovers(const std::string &path) noexcept
{
    try {
        const PlaceToWrite place(path);
        for (const std::string &name : temporary_files_in(place))
            ::unlinkat(place.folder(), name.c_str(), 0);
    } catch (const std::exception &) {
        return; // nobody writes there either
    }
}

} // namespace cppsecret
