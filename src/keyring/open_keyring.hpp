// SPDX-License-Identifier: MIT
// Which keyring is used.
#pragma once

#include "keyring/common/keyring.hpp"
#include "keyring/common/settings.hpp"
#include "keyring/kinds.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// A kind of keyring, and why it is the one that is used.
struct Choice {
    std::string kind;   ///< one of kinds.hpp; secret_service_kind if no keyring can be used
    std::string reason; ///< for a person
};

/// Which keyring open_keyring() opens: the one that CPPSECRET_KEYRING names, else the Secret
/// Service if one answers, else the keyring file if a person has made one.
/// Throws Error(Errc::Usage) for a setting that is wrong, TimedOut for a provider that hangs,
/// ProviderFailed for a bus that closes the connection, and as bus_environment().
[[nodiscard]] Choice choose_keyring();

/// Opens the keyring that the environment and the machine offer. Never null. Where a Secret Service
/// answers and there is a keyring file too, the service is the keyring, and what erase() and
/// erase_account() remove from it they remove from the file as well, if that opens: every login of
/// the registry, and an account that the service has; each of the two has the time of a call.
/// Throws Error(Errc::Usage) for a setting that is wrong, as Provider's constructor and
/// bus_environment(), and as DiskFile::of_person() where the file is asked for.
[[nodiscard]] std::unique_ptr<Keyring>
open_keyring(const Settings &settings = settings_from_environment());

/// As open_keyring(), with the account that CPPSECRET_ACCOUNT names in the place of the active
/// login wherever a registry has it: what a tool that asks the helper sees. Throws as
/// open_keyring() and account_from_environment().
[[nodiscard]] std::unique_ptr<Keyring> open_keyring_of_tools();

/// Opens the keyring of this kind, whatever CPPSECRET_KEYRING says; a keyring file need not be
/// there. Throws as open_keyring().
[[nodiscard]] std::unique_ptr<Keyring>
open_keyring(std::string_view kind, const Settings &settings = settings_from_environment());

/// `error` of a machine without a Secret Service (NoBus, NoProvider), with a hint that names the
/// keyring file too; any other as it is.
[[nodiscard]] Error with_keyring_file_hint(const Error &error);

} // namespace cppsecret::keyring
