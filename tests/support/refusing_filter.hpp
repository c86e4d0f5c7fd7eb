// SPDX-License-Identifier: MIT
// A kernel, or a container, that refuses a system call.
#pragma once

#include "base/error.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <sys/prctl.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

namespace cppsecret::test {

/// From here on the call with this number fails with `error_number`, in this process and those that
/// it starts. Works where the call itself is seccomp(2), too.
inline void refuse_system_call(long number, int error_number)
{
    std::array<sock_filter, 4> code{{
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, static_cast<std::uint32_t>(number)},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error_number)},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    }};
    const sock_fprog program{code.size(), code.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        throw system_error("set a filter", errno);
}

} // namespace cppsecret::test
