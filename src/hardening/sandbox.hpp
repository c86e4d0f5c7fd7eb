// SPDX-License-Identifier: MIT
// What a process can still do once it is in its sandbox: threads, memory, sockets on this machine,
// the files that it named. Landlock and a filter of system calls, each as far as the kernel goes.
#pragma once

#include "base/files_in_use.hpp"

#include <string>

namespace cppsecret {

/// What is in force.
struct Sandbox {
    int landlock_abi = 0; ///< 0 without Landlock
    bool has_filter = false;
};

/// Takes from the process, for good, what it does not need: other files, programs, processes,
/// network, namespaces, and the parts of the kernel that programs rarely use. What is forbidden
/// fails with EACCES or EPERM and never ends the process. Call it while there is one thread, and
/// not in one that starts programs: they could not gain rights, and would have the sandbox too. A
/// kernel or a container that refuses a part goes without it; what is in force is returned.
[[nodiscard]] Sandbox enter_sandbox(const FilesInUse &files) noexcept;

/// What enter_sandbox() would put in force. Changes nothing.
[[nodiscard]] Sandbox available_sandbox() noexcept;

/// "Landlock ABI 7, seccomp filter"; "no Landlock, no seccomp filter".
[[nodiscard]] std::string describe(const Sandbox &sandbox);

} // namespace cppsecret
