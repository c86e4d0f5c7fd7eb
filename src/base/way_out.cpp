// SPDX-License-Identifier: MIT
#include "base/way_out.hpp"

#include "base/command.hpp"
#include "base/environment.hpp"
#include "base/folders.hpp"
#include "base/real_uid.hpp"
#include "base/trusted_place.hpp"

#include <string_view>

#include <sys/stat.h>

namespace cppsecret {

namespace {

/// Those that name a folder, or a file, of a person.
constexpr const char *variables[] = {
    "HOME",          "XDG_RUNTIME_DIR",    "XDG_CONFIG_HOME",      "XDG_DATA_HOME",
    "DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "HELM_REGISTRY_CONFIG", "HELM_CONFIG_HOME"};

bool is_within(std::string_view path, std::string_view folder)
{
    while (folder.ends_with('/'))
        folder.remove_suffix(1);
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

Command to_own_home()
{
    std::string home = home_of_account(real_uid());
    struct stat status {};
    if (::stat(home.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && is_ours(status))
        return Command::that_exports("HOME", home);
    return Command("export HOME=\"$(mktemp -d)\""); // an account of a container often has none
}

} // namespace

std::string way_out(const std::string &path)
{
    std::string named;
    std::string nearest;
    for (const char *const variable : variables)
        if (const auto value = environment(variable);
            value && is_within(path, *value) && value->size() >= nearest.size()) {
            named = variable;
            nearest = *value;
        }
    if (named.empty())
        return "name a place in a folder of your own";
    if (named != "HOME")
        return "set " + named + " to a place of your own, or unset it";
    return "set HOME to your own home folder: " + to_own_home().text() +
           (environment("SUDO_UID") ? ", or use 'sudo -H'" : "");
}

} // namespace cppsecret
