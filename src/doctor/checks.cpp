// SPDX-License-Identifier: MIT
#include "doctor/checks.hpp"

#include <array>

namespace cppsecret::doctor {

namespace {

constexpr std::array<CheckFunction, 13> checks{
    check_account, check_environment, check_keyring,    check_both_keyrings, check_spellings,
    check_helper,  check_units,       check_files,      check_logins,        check_registries,
    check_entries, check_new_logins,  check_podman_api,
};

} // namespace

machine::Findings examine(const Snapshot &snapshot)
{
    machine::Findings findings;
    for (const CheckFunction check : checks)
        check(snapshot, findings);
    return findings;
}

} // namespace cppsecret::doctor
