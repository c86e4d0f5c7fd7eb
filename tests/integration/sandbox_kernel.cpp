// SPDX-License-Identifier: MIT
// Attempts on the kernel and on other processes.
#include "integration/sandbox_attempts.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/sched.h>

namespace cppsecret::test {

namespace {

int error_of(long result)
{
    return result < 0 ? errno : 0;
}

/// What came back in a process of its own, which must end.
int error_of_process(long pid)
{
    if (pid == 0)
        ::_exit(0);
    if (pid > 0)
        ::waitpid(static_cast<pid_t>(pid), nullptr, 0);
    return error_of(pid);
}

int run_program(const World & /*world*/)
{
    std::array<char *, 2> words{const_cast<char *>("true"), nullptr};
    std::array<char *, 1> variables{nullptr};
    return error_of(::execve("/bin/true", words.data(), variables.data()));
}

int run_program_by_descriptor(const World & /*world*/)
{
    std::array<char *, 2> words{const_cast<char *>("true"), nullptr};
    std::array<char *, 1> variables{nullptr};
    const int file = ::open("/bin/true", O_PATH | O_CLOEXEC);
    return error_of(
        ::syscall(SYS_execveat, file, "", words.data(), variables.data(), AT_EMPTY_PATH));
}

template <long Flags>
int clone(const World & /*world*/)
{
    return error_of_process(::syscall(SYS_clone, Flags | SIGCHLD, 0, 0, 0, 0));
}

int clone3(const World & /*world*/)
{
    std::array<std::uint64_t, 8> arguments{0, 0, 0, 0, SIGCHLD, 0, 0, 0};
    return error_of_process(::syscall(SYS_clone3, arguments.data(), sizeof arguments));
}

template <int Family>
int open_socket(const World & /*world*/)
{
    return error_of(::socket(Family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
}

int read_memory(const World & /*world*/)
{
    std::array<char, 4> from{};
    std::array<char, 4> to{};
    const iovec here{to.data(), to.size()};
    const iovec there{from.data(), from.size()};
    return error_of(::process_vm_readv(::getpid(), &here, 1, &there, 1, 0));
}

int set_up_io_uring(const World & /*world*/)
{
    std::array<std::uint64_t, 15> parameters{};
    return error_of(::syscall(SYS_io_uring_setup, 1, parameters.data()));
}

/// A call by its number, with arguments that make it fail for another reason elsewhere.
template <long Number, long First = 0, long Second = 0>
int call(const World & /*world*/)
{
    return error_of(::syscall(Number, First, Second, 0L, 0L, 0L));
}

int type_into_the_terminal(const World & /*world*/)
{
    return error_of(::ioctl(-1, TIOCSTI, "x"));
}

#if defined(__x86_64__)
int call_as_32_bits(const World & /*world*/)
{
    long result = 20; // getpid
    asm volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return result < 0 ? static_cast<int>(-result) : 0;
}
#endif

} // namespace

std::span<const Attempt> attempts_on_the_kernel()
{
    static const std::array table
    {
        Attempt{"run a program", Guard::Filter, run_program},
            Attempt{"run a program by its descriptor", Guard::Filter, run_program_by_descriptor},
            Attempt{"start a process", Guard::Filter, clone<0>},
            Attempt{"start a process, by clone3", Guard::FilterNew, clone3},
            Attempt{"a process in a user namespace", Guard::Filter, clone<CLONE_NEWUSER>},
            Attempt{"a process in a network namespace", Guard::Filter, clone<CLONE_NEWNET>},
            Attempt{"a user namespace", Guard::Filter, call<SYS_unshare, CLONE_NEWUSER>},
            Attempt{"another namespace", Guard::Filter, call<SYS_setns, -1>},
            Attempt{"a socket of IPv4", Guard::Filter, open_socket<AF_INET>},
            Attempt{"a socket of IPv6", Guard::Filter, open_socket<AF_INET6>},
            Attempt{"a socket of the kernel", Guard::Filter, open_socket<AF_NETLINK>},
            Attempt{"a pair of sockets that are none of AF_UNIX", Guard::Filter,
                    call<SYS_socketpair, AF_INET, SOCK_DGRAM>},
            Attempt{"answer at a socket", Guard::Filter, call<SYS_bind, -1>},
            Attempt{"trace", Guard::Filter, call<SYS_ptrace, PTRACE_TRACEME>},
            Attempt{"read the memory of a process", Guard::Filter, read_memory},
            Attempt{"signal a process", Guard::Filter,
                    [](const World & /*world*/) { return error_of(::kill(::getpid(), 0)); }},
            Attempt{"io_uring_setup", Guard::Filter, set_up_io_uring},
            Attempt{"keyctl", Guard::Filter, call<SYS_keyctl, 0, -2>},
            Attempt{"bpf", Guard::Filter, call<SYS_bpf>},
            Attempt{"perf_event_open", Guard::Filter, call<SYS_perf_event_open>},
            Attempt{"userfaultfd", Guard::Filter, call<SYS_userfaultfd>},
            Attempt{"splice", Guard::Filter, call<SYS_splice, -1>},
            Attempt{"mount", Guard::Filter,
                    [](const World & /*world*/) {
                        return error_of(::mount("none", "/nonexistent", "tmpfs", 0, nullptr));
                    }},
            Attempt{"open_tree", Guard::Filter, call<SYS_open_tree, -1>},
            Attempt{"chroot", Guard::Filter,
                    [](const World & /*world*/) { return error_of(::chroot("/nonexistent")); }},
            Attempt{"take another user", Guard::Filter,
                    [](const World & /*world*/) { return error_of(::setuid(::getuid())); }},
            Attempt{"capset", Guard::Filter, call<SYS_capset>},
            Attempt{"memory that processes share", Guard::Filter, call<SYS_shmget, 4711>},
            Attempt{"load a module", Guard::Filter, call<SYS_init_module>},
            Attempt{"set the clock", Guard::Filter, call<SYS_clock_settime, -1>},
            Attempt{"type into the terminal", Guard::Filter, type_into_the_terminal},
            Attempt{
                "change the mode of a file", Guard::Filter,
                [](const World &world) { return error_of(::chmod(world.keyring.c_str(), 0600)); }},
            Attempt{"change the owner of a file", Guard::Filter,
                    [](const World &world) {
                        return error_of(::chown(world.keyring.c_str(), ::getuid(), ::getgid()));
                    }},
            Attempt{"change an attribute of a file", Guard::Filter,
                    [](const World &world) {
                        return error_of(::setxattr(world.keyring.c_str(), "user.x", "x", 1, 0));
                    }},
#if defined(__x86_64__)
            Attempt{"a call of 32 bits", Guard::Filter, call_as_32_bits},
            Attempt{"fork, by its older name", Guard::Filter,
                    [](const World & /*world*/) { return error_of_process(::syscall(SYS_fork)); }},
#endif
    };
    return table;
}

} // namespace cppsecret::test
