// SPDX-License-Identifier: MIT
#include "cli/command.hpp"

#include <array>

namespace cppsecret::cli {

namespace {

constexpr std::array table{
    Command{"configure", "Makes the keyring helper answer for registries", declare_configure},
    Command{"unconfigure", "Takes our entries out of the files of the tools", declare_unconfigure},
    Command{"migrate", "Moves logins into the keyring, from auth files or another helper",
            declare_migrate},
    Command{"status", "Every login there is, where it is and which tools use it", declare_status},
    Command{"resolve", "Which login podman and docker would use for an image, and why",
            declare_resolve},
    Command{"doctor", "What is wrong with the logins of this machine, and what fixes it",
            declare_doctor},
    Command{"login", "Checks a login with its registry and keeps it in the keyring", declare_login},
    Command{"logout", "Erases a login from the keyring, and says where else one is left",
            declare_logout},
    Command{"verify", "Asks the registries whether the stored logins still work", declare_verify},
    Command{"trust", "Trusts the certificate of a registry", declare_trust},
    Command{"list", "Registries and users in the keyring", declare_list},
    Command{"account", "Several logins for one registry", declare_account},
    Command{"keyring", "Which keyring is used; the encrypted file of machines without a desktop",
            declare_keyring},
    Command{"export", "Writes logins in plain text for tools that have no keyring", declare_export},
    Command{"self-test", "Tries the installed helper with a login that is thrown away",
            declare_self_test},
};

} // namespace

std::span<const Command> commands()
{
    return table;
}

} // namespace cppsecret::cli
