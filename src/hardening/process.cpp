// SPDX-License-Identifier: MIT
#include "hardening/process.hpp"

#include "base/error.hpp"
#include "hardening/vector_registers.hpp"

#include <array>
#include <cerrno>
#include <cstddef>

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace cppsecret {

void harden_process()
{
    const rlimit no_core{0, 0};
    if (::setrlimit(RLIMIT_CORE, &no_core) != 0)
        throw system_error("forbid core dumps", errno);
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        throw system_error("make the process not dumpable", errno);
    // now, while there is one thread: curl reads it when it starts, OpenSSL at every connection
    ::unsetenv("SSLKEYLOGFILE");
}

[[gnu::noinline]] void wipe_stack() noexcept
{
    wipe_vector_registers(); // they may get on the stack when the next function is called
    constexpr std::size_t depth = 64UL * 1024;
    std::array<char, depth> below; // NOLINT(cppcoreguidelines-pro-type-member-init): cleared next
    ::explicit_bzero(below.data(), below.size());
}

void require_own_rights()
{
    if (::getuid() != ::geteuid() || ::getgid() != ::getegid())
        throw Error(Errc::System, "this program must not be set-uid or set-gid",
                    "take the bit away: chmod ug-s FILE");
}

} // namespace cppsecret
