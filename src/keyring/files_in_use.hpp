// SPDX-License-Identifier: MIT
// Where the keyrings keep things.
#pragma once

#include "base/files_in_use.hpp"

namespace cppsecret::keyring {

/// What is done with a keyring.
enum class Use {
    Reading,  ///< logins are looked for, a person is asked to unlock it
    Changing, ///< logins are stored and erased
};

/// The files that open_keyring() and the keyring it gives work on: locks, the key of the session,
/// passphrases, the keyring file. Makes the folder of the locks where there is a bus or a session,
/// since what is made later is not among them. What is wrong with a place shows when it is used.
[[nodiscard]] FilesInUse files_in_use(Use use);

} // namespace cppsecret::keyring
