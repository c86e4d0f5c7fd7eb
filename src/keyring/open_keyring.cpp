// SPDX-License-Identifier: MIT
#include "keyring/open_keyring.hpp"

#include "keyring/bus_address.hpp"
#include "keyring/secret_service_keyring.hpp"
#include "keyring/settings.hpp"

namespace cppsecret::keyring {

std::unique_ptr<Keyring> open_keyring()
{
    if (const auto choice = environment_value("CPPSECRET_KEYRING");
        choice && *choice != "secret-service")
        throw Error(Errc::Usage, "CPPSECRET_KEYRING names no keyring that there is",
                    "set it to 'secret-service', or unset it");
    return std::make_unique<SecretServiceKeyring>(session_bus_address(bus_environment()),
                                                  settings_from_environment());
}

} // namespace cppsecret::keyring
