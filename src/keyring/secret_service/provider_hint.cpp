// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_hint.hpp"

namespace cppsecret::keyring {

std::string no_provider_hint(const glibpp::OsRelease &os)
{
    const std::string command = install_command(os, "gnome-keyring");
    const std::string install = command.empty()
                                    ? "install gnome-keyring or keepassxc as this system does it"
                                    : "run '" + command + "' (or keepassxc) as root";
    // Quirk::IsNotActivated
    return install + "; or start KeePassXC, with its Secret Service integration on, or KWallet";
}

} // namespace cppsecret::keyring
