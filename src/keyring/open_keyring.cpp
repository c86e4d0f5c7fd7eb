// SPDX-License-Identifier: MIT
#include "keyring/open_keyring.hpp"

#include "keyring/bus_address.hpp"
#include "keyring/secret_service_keyring.hpp"
#include "keyring/settings.hpp"

namespace cppsecret::keyring {

Choice choose_keyring()
{
    const auto wanted = environment_value("CPPSECRET_KEYRING");
    if (wanted && *wanted != "secret-service")
        throw Error(Errc::Usage, "CPPSECRET_KEYRING names no keyring that there is",
                    "set it to 'secret-service', or unset it");
    return {"secret-service",
            wanted ? "CPPSECRET_KEYRING names it" : "it is used unless CPPSECRET_KEYRING differs"};
}

std::unique_ptr<Keyring> open_keyring()
{
    static_cast<void>(choose_keyring());
    return std::make_unique<SecretServiceKeyring>(session_bus_address(bus_environment()),
                                                  settings_from_environment());
}

} // namespace cppsecret::keyring
