// SPDX-License-Identifier: MIT
#include "base/folders.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/real_uid.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

/// True if `path` is a folder that we own; without `shared` also one that nobody else can write to.
bool is_folder_of_ours(const std::string &path, bool shared)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::geteuid() && (shared || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

/// A path from the environment; the XDG base directory specification ignores relative ones.
std::optional<std::string> absolute_path(const char *variable)
{
    auto path = environment(variable);
    if (path && !path->starts_with('/'))
        path.reset();
    return path;
}

/// The folder itself if it exists, else the next one above it that does.
std::string deepest_existing(std::string path)
{
    while (path.size() > 1 && ::access(path.c_str(), F_OK) != 0)
        path.resize(std::max<std::size_t>(path.rfind('/'), 1));
    return path;
}

void make_folder(const std::string &path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        throw system_error("make the folder '" + path + "'", errno);
}

} // namespace

std::optional<std::string> runtime_folder()
{
    const auto runtime = absolute_path("XDG_RUNTIME_DIR");
    if (!runtime || !is_folder_of_ours(*runtime, false))
        return std::nullopt;
    return *runtime + "/cppsecret";
}

std::optional<std::string> runtime_folder_of_account()
{
    const std::string runtime = "/run/user/" + std::to_string(real_uid());
    if (!is_folder_of_ours(runtime, false))
        return std::nullopt;
    return runtime + "/cppsecret";
}

std::optional<std::string> data_folder()
{
    if (const auto data = absolute_path("XDG_DATA_HOME"))
        return *data + "/cppsecret";
    const auto named = environment("HOME");
    const std::string home = named ? *named : home_of_account(real_uid());
    const bool has_no_account = !named && home == "/";
    if (!home.starts_with('/') || has_no_account)
        return std::nullopt;
    return home + "/.local/share/cppsecret";
}

std::string home_of_account(uid_t uid)
{
    std::array<char, 16384> buffer{};
    struct passwd account {};
    struct passwd *found = nullptr;
    if (::getpwuid_r(uid, &account, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return "/";
    return account.pw_dir;
}

bool can_others_replace_in(const std::string &folder)
{
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0)
        return false;
    const bool is_ours = status.st_uid == ::geteuid() || status.st_uid == 0;
    const bool is_open = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return !is_ours || (is_open && (status.st_mode & S_ISVTX) == 0);
}

void make_private_folders(const std::string &path)
{
    for (auto slash = path.find('/', 1); !path.empty(); slash = path.find('/', slash + 1)) {
        const std::string folder = path.substr(0, slash);
        if (::mkdir(folder.c_str(), S_IRWXU) != 0) {
            const int error_number = errno; // a folder that exists may answer EROFS or EACCES too
            struct stat status {};
            if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
                throw system_error("make the folder '" + folder + "'", error_number);
        }
        if (slash == std::string::npos)
            return;
    }
}

std::string make_folder_of_ours(std::string path, const std::string &purpose)
{
    const std::string ground = deepest_existing(path);
    if (!is_folder_of_ours(ground, true))
        throw Error(Errc::System, "no folder for " + purpose + ": '" + ground + "' is not yours",
                    "set HOME to your own home folder; with sudo use 'sudo -H'");
    for (auto slash = path.find('/', ground.size() + 1); slash != std::string::npos;
         slash = path.find('/', slash + 1))
        make_folder(path.substr(0, slash));
    make_folder(path);
    if (!is_folder_of_ours(path, false))
        throw Error(Errc::System, "'" + path + "' is not a folder that only you can write to",
                    "fix its owner and its mode (0700), or remove it");
    return path;
}

} // namespace cppsecret
