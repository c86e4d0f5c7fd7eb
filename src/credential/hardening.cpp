// SPDX-License-Identifier: MIT
#include "credential/hardening.hpp"

#include "base/error.hpp"

#include <cerrno>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace cppsecret {

void harden_process()
{
    const rlimit no_core{0, 0};
    if (::setrlimit(RLIMIT_CORE, &no_core) != 0)
        throw system_error("forbid core dumps", errno);
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        throw system_error("make the process not dumpable", errno);
}

} // namespace cppsecret
