// SPDX-License-Identifier: MIT
// What a person can do where nobody provides the Secret Service.
#pragma once

#include "base/command.hpp"
#include "glibpp/os_release.hpp"

#include <string>

namespace cppsecret::keyring {

/// True if the unit of the one provider that systemd starts is on this machine. Nothing starts it
/// before a person has enabled it: Quirk::IsNotActivated.
[[nodiscard]] bool is_oo7_installed();

/// True if that is the one that the distribution has its users take.
[[nodiscard]] bool prefers_oo7(const glibpp::OsRelease &os);

/// A command that gets a provider.
struct ProviderCommand {
    Command command; ///< none where nobody knows how packages are installed
    bool is_for_root = true;
};

/// Enables that one where it is installed, or else installs the provider of the distribution.
[[nodiscard]] ProviderCommand provider_command(const glibpp::OsRelease &os, bool is_oo7_installed);

/// How to get a provider, in a sentence.
[[nodiscard]] std::string no_provider_hint(const glibpp::OsRelease &os, bool is_oo7_installed);

} // namespace cppsecret::keyring
