// SPDX-License-Identifier: MIT
#include "hardening/sandbox.hpp"

#include "hardening/landlock.hpp"
#include "hardening/syscall_filter.hpp"

#include <sys/prctl.h>

namespace cppsecret {

#ifdef CPPSECRET_WITHOUT_SANDBOX // a sanitizer's and gcov's own files and processes

Sandbox enter_sandbox(const FilesInUse & /*files*/) noexcept
{
    return {};
}

Sandbox available_sandbox() noexcept
{
    return {};
}

#else

Sandbox enter_sandbox(const FilesInUse &files) noexcept
{
    // both want it of everybody but root; a failure shows in what they answer
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    Sandbox sandbox;
    sandbox.landlock_abi = restrict_files(files);
    sandbox.has_filter = filter_system_calls();
    return sandbox;
}

Sandbox available_sandbox() noexcept
{
    return {.landlock_abi = available_landlock_abi(), .has_filter = can_filter_system_calls()};
}

#endif

std::string describe(const Sandbox &sandbox)
{
    return (sandbox.landlock_abi > 0 ? "Landlock ABI " + std::to_string(sandbox.landlock_abi)
                                     : std::string("no Landlock")) +
           (sandbox.has_filter ? ", seccomp filter" : ", no seccomp filter");
}

} // namespace cppsecret
