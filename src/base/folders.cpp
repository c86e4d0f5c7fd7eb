// SPDX-License-Identifier: MIT
#include "base/folders.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/place_to_write.hpp"
#include "base/real_uid.hpp"
#include "base/trusted_place.hpp"
#include "base/way_out.hpp"

#include <array>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

/// True for a folder that we alone can write to, to which no link of somebody else leads.
bool is_folder_of_ours(const std::string &path)
{
    try {
        struct stat status {};
        const UniqueFd folder = open_folder_to_write(path, MissingFolders::Refuse);
        return ::fstat(folder.get(), &status) == 0 && writers_of(status) == Writers::Us;
    } catch (const Error &) {
        return false;
    }
}

/// A path from the environment; the XDG base directory specification ignores relative ones.
std::optional<std::string> absolute_path(const char *variable)
{
    auto path = environment(variable);
    if (path && !path->starts_with('/'))
        path.reset();
    return path;
}

} // namespace

std::optional<std::string> runtime_folder()
{
    const auto runtime = absolute_path("XDG_RUNTIME_DIR");
    if (!runtime || !is_folder_of_ours(*runtime))
        return std::nullopt;
    return *runtime + "/cppsecret";
}

std::optional<std::string> runtime_folder_of_account()
{
    const std::string runtime = "/run/user/" + std::to_string(real_uid());
    if (!is_folder_of_ours(runtime))
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

std::string make_folder_of_ours(std::string path, const std::string &purpose)
{
    UniqueFd folder;
    try {
        folder = open_folder_to_write(path, MissingFolders::Make);
    } catch (const Error &error) {
        throw Error(error.code(), "no folder for " + purpose + ": " + error.what(), error.hint(),
                    error.subject());
    }
    struct stat status {};
    const bool is_known = ::fstat(folder.get(), &status) == 0;
    if (is_known && !is_ours(status))
        throw Error(Errc::System, "no folder for " + purpose + ": '" + path + "' is not yours",
                    way_out(path), path);
    if (!is_known || writers_of(status) != Writers::Us)
        throw Error(Errc::System, "'" + path + "' is not a folder that only you can write to",
                    "fix its owner and its mode (0700), or remove it");
    return path;
}

} // namespace cppsecret
