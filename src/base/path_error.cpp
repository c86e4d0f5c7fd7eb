// SPDX-License-Identifier: MIT
#include "base/path_error.hpp"

#include "base/command.hpp"
#include "base/trusted_place.hpp"

#include <cerrno>
#include <functional>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

/// The path or the part of it, from its start, that is so; empty if none is.
std::string first_part(const std::string &path, const std::function<bool(const std::string &)> &is)
{
    for (auto slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
        std::string part = path.substr(0, slash);
        if (is(part))
            return part;
        if (slash == std::string::npos)
            return {};
    }
}

bool is_no_folder(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

bool is_link(const std::string &path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

bool is_loop(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) != 0 && errno == ELOOP && is_link(path);
}

const char *kind_of(mode_t mode) noexcept
{
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a pipe";
    return S_ISSOCK(mode) ? "a socket" : "a device";
}

/// Takes it out of the way.
Command renaming_command(const std::string &path)
{
    return Command("mv -i").operand(path).operand(path + ".old");
}

} // namespace

Error path_error(const std::string &doing, const std::string &path, const std::string &name,
                 int error_number)
{
    const std::string what = "cannot " + doing + " " + name + ": ";
    if (error_number == ENOTDIR)
        if (const std::string file = first_part(path, is_no_folder); !file.empty())
            return Error(Errc::System, what + "'" + file + "' is a file, not a folder",
                         renaming_command(file).as_hint(), file);
    if (error_number == ELOOP)
        if (const std::string link = first_part(path, is_loop); !link.empty())
            return Error(Errc::System, what + "'" + link + "' is a link that leads to itself",
                         Command("rm").operand(link).as_hint(), path);
    const std::string reason = std::generic_category().message(error_number);
    struct stat status {};
    if (error_number == EACCES && ::stat(path.c_str(), &status) == 0 && is_ours(status))
        return Error(Errc::System, what + reason, Command("chmod u+r").operand(path).as_hint(),
                     path);
    return Error(Errc::System, what + reason,
                 error_number == EACCES ? "have its owner let you read it" : "", path);
}

Error not_plain_error(Errc code, const std::string &path, const std::string &name, mode_t mode)
{
    const std::string what = name + " is " + kind_of(mode) + ", not a plain file";
    if (is_link(path)) // what it leads to may be needed
        return Error(code, what, Command("rm").operand(path).as_hint(), path);
    if (S_ISDIR(mode))
        return Error(code, what, renaming_command(path).as_hint(), path);
    const bool is_device = !S_ISFIFO(mode) && !S_ISSOCK(mode); // such as /dev/null
    return Error(code, what,
                 is_device ? "name a file in its place" : Command("rm").operand(path).as_hint(),
                 path);
}

} // namespace cppsecret
