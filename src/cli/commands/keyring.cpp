// SPDX-License-Identifier: MIT
// cppsecret keyring: which keyring is used, and the encrypted file of machines without a desktop.
#include "cli/commands/keyring.hpp"

#include "cli/command.hpp"

#include <array>

namespace cppsecret::cli {

namespace {

constexpr std::array table{
    CommandRow{"status", "Which keyring is used, why, and whether it is locked",
               declare_keyring_status},
    CommandRow{"create", "Makes an encrypted keyring file", declare_keyring_create},
    CommandRow{"unlock", "Opens the keyring file for this session", declare_keyring_unlock},
    CommandRow{"lock", "Closes it again", declare_keyring_lock},
    CommandRow{"passwd", "Gives the keyring file another passphrase", declare_keyring_passwd},
    CommandRow{"move", "Moves every login into another keyring", declare_keyring_move},
    CommandRow{"export", "Writes a sealed copy of the keyring file, for another machine",
               declare_keyring_export},
    CommandRow{"import", "Takes over the logins of such a copy", declare_keyring_import},
};

} // namespace

Action declare_keyring(Options &options)
{
    options.more_help(
        "The keyring file holds the logins where there is no desktop keyring. Its passphrase is\n"
        "typed, or is in the file (mode 0600) that CPPSECRET_PASSPHRASE_FILE names, or in the\n"
        "systemd credential cppsecret-passphrase.");
    return options.commands(table);
}

} // namespace cppsecret::cli
