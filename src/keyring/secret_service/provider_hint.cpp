// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_hint.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr Literal enable_oo7 = "systemctl --user enable --now oo7-daemon";
constexpr int first_fedora_with_oo7 = 45;

/// The number at the front of a version; 0 if there is none.
int number_of(const std::string &version)
{
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    return number;
}

bool is_gnome_os(const std::string &id)
{
    return id == "gnomeos" || id == "org.gnome.os";
}

} // namespace

bool is_oo7_installed()
{
    constexpr std::array places{"/usr/lib/systemd/user/oo7-daemon.service",
                                "/usr/local/lib/systemd/user/oo7-daemon.service",
                                "/etc/systemd/user/oo7-daemon.service"};
    return std::any_of(places.begin(), places.end(),
                       [](const char *place) { return ::access(place, F_OK) == 0; });
}

bool prefers_oo7(const glibpp::OsRelease &os)
{
    return is_gnome_os(os.id) ||
           (os.id == "fedora" && number_of(os.version_id) >= first_fedora_with_oo7);
}

ProviderCommand provider_command(const glibpp::OsRelease &os, bool is_oo7_installed)
{
    // an image without packages has it installed
    if (is_oo7_installed || is_gnome_os(os.id))
        return {Command(enable_oo7), false};
    return {install_command(os, prefers_oo7(os) ? Literal("oo7-daemon") : Literal("gnome-keyring")),
            true};
}

std::string no_provider_hint(const glibpp::OsRelease &os, bool is_oo7_installed)
{
    const auto [command, is_for_root] = provider_command(os, is_oo7_installed);
    std::string hint;
    if (!is_for_root)
        hint = std::string(is_oo7_installed ? "oo7 is installed and not enabled: " : "") + "run " +
               command.in_ticks();
    else if (command.empty())
        hint = "install gnome-keyring or keepassxc with your package manager";
    else if (prefers_oo7(os))
        hint = "run " + command.in_ticks() + " as root, then " + Command(enable_oo7).in_ticks();
    else
        hint = "run " + command.in_ticks() + " (or keepassxc) as root";
    // Quirk::IsNotActivated
    return hint + "; or start KeePassXC, with its Secret Service integration on, or KWallet";
}

} // namespace cppsecret::keyring
