// SPDX-License-Identifier: MIT
#include "cli/command.hpp"

#include <array>

namespace cppsecret::cli {

namespace {

constexpr std::array table{
    CommandRow{"configure", "Makes the keyring helper answer for registries", declare_configure},
    CommandRow{"unconfigure", "Takes our entries out of the files of the tools",
               declare_unconfigure},
    CommandRow{"migrate", "Moves logins into the keyring, from auth files or another helper",
               declare_migrate},
    CommandRow{"status", "Every login there is, where it is and which tools use it",
               declare_status},
    CommandRow{"resolve", "Which login podman and docker would use for an image, and why",
               declare_resolve},
    CommandRow{"doctor", "What is wrong with the logins of this machine, and what fixes it",
               declare_doctor},
    CommandRow{"login", "Checks a login with its registry and keeps it in the keyring",
               declare_login},
    CommandRow{"logout", "Erases a login from the keyring, and says where else one is left",
               declare_logout},
    CommandRow{"verify", "Asks the registries whether the stored logins still work",
               declare_verify},
    CommandRow{"trust", "Trusts the certificate of a registry", declare_trust},
    CommandRow{"list", "Registries and users in the keyring", declare_list},
    CommandRow{"account", "Several logins for one registry", declare_account},
    CommandRow{"keyring", "Which keyring is used; the encrypted file of machines without a desktop",
               declare_keyring},
    CommandRow{"export", "Writes logins in plain text for tools that have no keyring",
               declare_export},
    CommandRow{"self-test", "Tries the installed helper with a login that is thrown away",
               declare_self_test},
};

} // namespace

std::span<const CommandRow> commands()
{
    return table;
}

} // namespace cppsecret::cli
