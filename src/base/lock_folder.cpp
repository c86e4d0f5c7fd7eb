// SPDX-License-Identifier: MIT
#include "base/lock_folder.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"

namespace cppsecret {

std::string lock_folder()
{
    if (const auto folder = runtime_folder())
        return make_folder_of_ours(*folder, "a lock");
    // without the variable, as cron has it, the locks must be those of the session
    if (!environment("XDG_RUNTIME_DIR"))
        if (const auto folder = runtime_folder_of_account())
            return make_folder_of_ours(*folder, "a lock");
    if (const auto folder = data_folder())
        return make_folder_of_ours(*folder, "a lock");
    throw Error(Errc::System, "no folder for a lock: XDG_RUNTIME_DIR and HOME name none",
                "set HOME to your home folder");
}

} // namespace cppsecret
