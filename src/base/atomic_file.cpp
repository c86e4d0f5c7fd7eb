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
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

constexpr int link_limit = 40; // as path_resolution(7)
constexpr std::string_view temporary_mark = ".cppsecret-";
constexpr std::string_view temporary_random = "XXXXXX"; // for mkostemp(3)

std::string name_of(const std::string &path)
{
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

/// What the names of all temporary files of `target` start with; hidden, and not ending like the
/// name of a file that somebody reads by its suffix.
std::string temporary_prefix(const std::string &target)
{
    const std::string name = name_of(target);
    const auto room = NAME_MAX - temporary_mark.size() - temporary_random.size() - 1;
    return "." + name.substr(0, room) + std::string(temporary_mark);
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

/// Gives `file` the owner, group and permissions that the target has.
void copy_permissions(int file, const struct stat &target, const std::string &name)
{
    struct stat status {};
    if (::fstat(file, &status) != 0)
        throw system_error("look at the new content of '" + name + "'", errno);
    mode_t mode = target.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    if (status.st_uid != target.st_uid &&
        ::fchown(file, target.st_uid, static_cast<gid_t>(-1)) != 0)
        throw Error(Errc::System, "'" + name + "' belongs to another user, which cannot be kept",
                    "run the command as the owner of the file");
    if (status.st_gid != target.st_gid &&
        ::fchown(file, static_cast<uid_t>(-1), target.st_gid) != 0)
        mode &= ~static_cast<mode_t>(S_IRWXG); // meant for that group, not for ours
    if (::fchmod(file, mode) != 0)
        throw system_error("keep the mode of '" + name + "'", errno);
}

/// None of a folder that cannot be read.
std::vector<std::string> temporary_files_of(const std::string &path) noexcept
{
    try {
        std::vector<std::string> files;
        const std::string target = resolve_links(path);
        const std::string prefix = temporary_prefix(target);
        const std::string folder = folder_of(target) + "/";
        // <filesystem> would bring streams and locales into the helper, which is started so often
        const std::unique_ptr<DIR, CloseFolder> entries(::opendir(folder.c_str()));
        while (const struct dirent *const entry = entries ? ::readdir(entries.get()) : nullptr) {
            const std::string name = entry->d_name;
            if (name.starts_with(prefix) && name.size() == prefix.size() + temporary_random.size())
                files.push_back(folder + name);
        }
        return files;
    } catch (const std::exception &) {
        return {};
    }
}

} // namespace

std::string folder_of(const std::string &path)
{
    const auto slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

void synchronise_folder(const std::string &folder)
{
    const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // EINVAL: a file system that cannot synchronise folders has nothing to wait for
    if (!fd || (::fsync(fd.get()) != 0 && errno != EINVAL))
        throw system_error("synchronise the folder '" + folder + "'", errno);
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

AtomicFile::AtomicFile(const std::string &path) : target_(resolve_links(path))
{
    struct stat status {};
    const bool exists = ::stat(target_.c_str(), &status) == 0;
    if (!exists && errno != ENOENT)
        throw refused("look at", target_, errno);
    if (exists && !S_ISREG(status.st_mode))
        throw not_plain_error(Errc::System, target_, "'" + target_ + "'", status.st_mode);

    temporary_ =
        folder_of(target_) + "/" + temporary_prefix(target_) + std::string(temporary_random);
    file_ = UniqueFd(::mkostemp(temporary_.data(), O_CLOEXEC)); // mode 0600
    if (!file_) {
        temporary_.clear();
        throw refused("replace", target_, errno);
    }
    try {
        if (exists)
            copy_permissions(file_.get(), status, target_);
    } catch (const Error &) { // no destructor runs for what is not constructed
        ::unlink(temporary_.c_str());
        throw;
    }
}

AtomicFile::~AtomicFile()
{
    if (!temporary_.empty())
        ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes)
{
    write_fully(file_.get(), bytes, "'" + target_ + "'");
}

void AtomicFile::commit()
{
    if (::fsync(file_.get()) != 0)
        throw system_error("write '" + target_ + "'", errno);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0)
        throw refused("replace", target_, errno);
    temporary_.clear();
    synchronise_folder(folder_of(target_));
}

bool has_temporary_files(const std::string &path) noexcept
{
    return !temporary_files_of(path).empty();
}

void remove_leftovers(const std::string &path) noexcept
{
    for (const std::string &leftover : temporary_files_of(path))
        ::unlink(leftover.c_str());
}

} // namespace cppsecret
