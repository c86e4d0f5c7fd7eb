// SPDX-License-Identifier: MIT
// The half of the sandbox that is about system calls: seccomp(2).
//
// OpenSSH names the calls that its child may make, and each new libc that uses another one has
// broken it; xz, which asks for no filter, leaves all of them. This one names what is refused, and
// that is every call which Linux 6.10 has and no library of ours could want; what a later kernel
// has is unknown (ENOSYS), so that libraries do as on an older one. A refused call fails (EPERM)
// and ends nobody.
#pragma once

namespace cppsecret {

/// Refuses the calls from here on, in this thread and those that it starts. The process can no
/// longer start programs or processes, trace or signal others, use sockets other than AF_UNIX,
/// make namespaces, change whom files belong to, or reach what only administrators use. False if
/// the kernel does not filter, or this architecture has no table: x86_64 and aarch64 have one.
[[nodiscard]] bool filter_system_calls() noexcept;

/// True if filter_system_calls() has what it needs.
[[nodiscard]] bool can_filter_system_calls() noexcept;

} // namespace cppsecret
