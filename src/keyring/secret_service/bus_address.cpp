// SPDX-License-Identifier: MIT
#include "keyring/secret_service/bus_address.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/real_uid.hpp"
#include "base/text.hpp"
#include "base/trusted_place.hpp"
#include "glibpp/ptr.hpp"

#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

/// The entries of a D-Bus address list that do not start a bus.
std::string without_autolaunch(std::string_view addresses)
{
    std::string kept;
    while (!addresses.empty()) {
        const auto end = std::min(addresses.find(';'), addresses.size());
        const std::string_view entry = addresses.substr(0, end);
        addresses.remove_prefix(std::min(end + 1, addresses.size()));
        if (entry.empty() || entry.starts_with("autolaunch:"))
            continue;
        if (!kept.empty())
            kept += ';';
        kept += entry;
    }
    return kept;
}

bool is_socket_of_ours(const std::string &path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode) && is_ours(status);
}

std::string address_of_socket(const std::string &path)
{
    const glibpp::CharPtr escaped(g_dbus_address_escape_value(path.c_str()));
    return std::string("unix:path=") + escaped.get();
}

} // namespace

BusEnvironment bus_environment()
{
    return {environment("DBUS_SESSION_BUS_ADDRESS"), environment("XDG_RUNTIME_DIR"), real_uid()};
}

BusAddress session_bus_address(const BusEnvironment &environment)
{
    if (environment.bus_address) {
        std::string address = without_autolaunch(*environment.bus_address);
        if (address.empty())
            throw Error(Errc::NoBus, "no session bus: DBUS_SESSION_BUS_ADDRESS names none",
                        no_bus_hint());
        return {std::move(address), false};
    }
    const std::string folder =
        environment.runtime_dir.value_or("/run/user/" + std::to_string(environment.real_uid));
    const std::string path = folder + "/bus";
    if (can_others_replace_in(folder))
        throw Error(Errc::NoBus,
                    one_line("no session bus: others can replace '" + path +
                             "', since its folder is not yours alone"),
                    "set XDG_RUNTIME_DIR to a folder of yours (mode 0700), or name the bus in "
                    "DBUS_SESSION_BUS_ADDRESS");
    if (!is_socket_of_ours(path))
        throw Error(Errc::NoBus,
                    one_line("no session bus: DBUS_SESSION_BUS_ADDRESS is not set and '" + path +
                             "' is not a socket of yours"),
                    no_bus_hint());
    return {address_of_socket(path), true};
}

std::string no_bus_hint()
{
    return "run the command inside a login session of this user, or under 'dbus-run-session'";
}

} // namespace cppsecret::keyring
