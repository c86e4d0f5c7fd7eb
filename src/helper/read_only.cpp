// SPDX-License-Identifier: MIT
#include "helper/read_only.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "helper/podman_service.hpp"

namespace cppsecret::helper {

void require_changes_allowed()
{
    const auto value = environment("CPPSECRET_READONLY");
    if (!value || *value == "0")
        return;
    if (*value != "1")
        throw Error(Errc::Usage, "CPPSECRET_READONLY is neither 0 nor 1",
                    "set it to 1, or unset it");
    throw Error(Errc::Usage, "CPPSECRET_READONLY forbids changes to the keyring",
                "unset it to log in or out");
}

void require_store_allowed()
{
    require_changes_allowed();
    if (is_run_by_podman_service())
        throw Error(Errc::Usage, "podman's API service must not change the logins of its owner",
                    "as the owner, run 'podman login', or add 'containers-auth.json' to "
                    "credential-helpers in registries.conf");
}

} // namespace cppsecret::helper
