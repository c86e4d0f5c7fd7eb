// SPDX-License-Identifier: MIT
#include "keyring/secret_service/change_lock.hpp"

#include "base/error.hpp"
#include "base/lock_folder.hpp"

namespace cppsecret::keyring {

FileLock lock_for_change(const Deadline &deadline)
{
    try {
        return {lock_folder() + "/keyring.lock", deadline};
    } catch (const Error &error) {
        if (error.code() != Errc::TimedOut)
            throw;
        throw Error(Errc::TimedOut, "another process is changing the keyring and does not end",
                    "look for a dialog of the keyring's provider, or end the other "
                    "docker-credential-cppsecret");
    }
}

} // namespace cppsecret::keyring
