// SPDX-License-Identifier: MIT
#include "machine/sudo.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"

#include <unistd.h>

namespace cppsecret::machine {

bool is_under_sudo()
{
    return ::geteuid() == 0 && environment("SUDO_UID").has_value();
}

void refuse_sudo()
{
    if (is_under_sudo())
        throw Error(Errc::System, "root under sudo has another keyring and other files than you",
                    "run it without sudo");
}

} // namespace cppsecret::machine
