// SPDX-License-Identifier: MIT
#include "keyring/lock_folder.hpp"

#include "base/error.hpp"
#include "keyring/folders.hpp"

namespace cppsecret::keyring {

std::string lock_folder()
{
    if (const auto folder = runtime_folder())
        return make_folder_of_ours(*folder, "a lock");
    if (const auto folder = data_folder())
        return make_folder_of_ours(*folder, "a lock");
    throw Error(Errc::System, "no folder for a lock: XDG_RUNTIME_DIR and HOME are not set",
                "set HOME to your home folder");
}

} // namespace cppsecret::keyring
