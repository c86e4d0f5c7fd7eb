// SPDX-License-Identifier: MIT
#include "hardening/syscall_filter.hpp"

#if defined(__x86_64__) || defined(__aarch64__)

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>

namespace cppsecret {

namespace {

using Word = std::uint32_t;

// What Debian 12's header does not have yet; from 424 on the numbers are those of all
// architectures.
constexpr int nr_fchmodat2 = 452;
constexpr int nr_statmount = 457;
constexpr int nr_listmount = 458;
constexpr int nr_lsm_get_self_attr = 459;
constexpr int nr_lsm_set_self_attr = 460;
constexpr int nr_lsm_list_modules = 461;
constexpr int newest = 462; // mseal, of Linux 6.10

constexpr std::array refused{
    // programs, and processes other than this one
    SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
    SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_process_madvise, SYS_process_mrelease, SYS_kill,
    SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_migrate_pages, SYS_move_pages,
    // who answers the network
    SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    // namespaces, roots and mounts
    SYS_unshare, SYS_setns, SYS_chroot, SYS_pivot_root, SYS_mount, SYS_umount2, SYS_move_mount,
    SYS_open_tree, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr,
    nr_statmount, nr_listmount, SYS_name_to_handle_at, SYS_open_by_handle_at,
    // other users' rights
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setfsuid,
    SYS_setfsgid, SYS_setgroups, SYS_capset, SYS_personality, nr_lsm_get_self_attr,
    nr_lsm_set_self_attr, nr_lsm_list_modules,
    // owner, mode, times and attributes of files by their path, which Landlock does not judge
    SYS_fchmodat, nr_fchmodat2, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
    SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SYS_truncate, SYS_mknodat,
    // parts of the kernel with a history
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter,
    SYS_io_uring_register, SYS_io_setup, SYS_io_submit, SYS_io_cancel, SYS_io_destroy,
    SYS_io_getevents, SYS_io_pgetevents, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_splice,
    SYS_tee, SYS_vmsplice, SYS_remap_file_pages, SYS_fanotify_init, SYS_fanotify_mark,
    // memory and messages that processes share
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_shmdt, SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl,
    SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_mq_open, SYS_mq_unlink, SYS_mq_timedsend,
    SYS_mq_timedreceive, SYS_mq_notify, SYS_mq_getsetattr,
    // what administrators do
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load,
    SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl, SYS_quotactl_fd, SYS_syslog,
    SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime,
    SYS_adjtimex, SYS_vhangup, SYS_setrlimit, SYS_sync, SYS_sync_file_range, SYS_mbind,
    SYS_set_mempolicy, SYS_get_mempolicy};

constexpr Word new_namespace = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                               CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | 0x80U /* time */;

#if defined(__x86_64__)
constexpr Word architecture = AUDIT_ARCH_X86_64; // x32's numbers are larger than all of these
/// Some of these by their older names.
constexpr std::array refused_by_older_name{
    SYS_fork,      SYS_vfork, SYS_chmod,      SYS_chown, SYS_lchown, SYS_utime,  SYS_utimes,
    SYS_futimesat, SYS_mknod, SYS_modify_ldt, SYS_iopl,  SYS_ioperm, SYS_uselib, SYS_sysfs};
#else
constexpr Word architecture = AUDIT_ARCH_AARCH64;
constexpr std::array<int, 0> refused_by_older_name{};
#endif

constexpr std::uint16_t load_word = BPF_LD | BPF_W | BPF_ABS;
constexpr std::uint16_t answer = BPF_RET | BPF_K;
constexpr std::uint16_t is_equal = BPF_JMP | BPF_JEQ | BPF_K;
constexpr std::uint16_t is_at_least = BPF_JMP | BPF_JGE | BPF_K;
constexpr std::uint16_t has_bit = BPF_JMP | BPF_JSET | BPF_K;

/// Of an argument the lower half, which is all that the kernel heeds of these.
constexpr Word argument(std::size_t number)
{
    return static_cast<Word>(offsetof(seccomp_data, args) + number * sizeof(std::uint64_t));
}

/// What becomes of a call.
enum class Fate : std::uint8_t {
    Allowed,
    Refused,
    Unknown,
    ThreadsAlone, ///< and in the same namespaces
    LocalSockets,
    NoTyping, ///< into the terminal, for the shell to run
};

/// From this number on, up to the next one's.
struct Range {
    Word first = 0;
    Fate fate = Fate::Allowed;
};

struct Ranges {
    std::array<Range, newest + 2> all{};
    std::size_t count = 0;
};

constexpr Ranges ranges_of_fates()
{
    std::array<Fate, newest + 2> fates{};
    for (const auto number : refused)
        fates.at(static_cast<std::size_t>(number)) = Fate::Refused;
    for (const auto number : refused_by_older_name)
        fates.at(static_cast<std::size_t>(number)) = Fate::Refused;
    fates.at(SYS_clone) = Fate::ThreadsAlone;
    fates.at(SYS_clone3) = Fate::Unknown; // its flags are where no filter looks; libc takes clone
    fates.at(SYS_socket) = fates.at(SYS_socketpair) = Fate::LocalSockets;
    fates.at(SYS_ioctl) = Fate::NoTyping;
    fates.back() = Fate::Unknown;
    Ranges ranges;
    for (Word number = 0; number < fates.size(); ++number)
        if (number == 0 || fates.at(number) != fates.at(number - 1))
            ranges.all.at(ranges.count++) = {number, fates.at(number)};
    return ranges;
}

constexpr Ranges ranges = ranges_of_fates();

/// A program for the kernel's filter machine: the architecture, a search by halves for the range
/// that a number is in, and what is done there. The kernel runs it for each number when it is set,
/// so that what is always allowed costs nothing later, and translates it: it is short.
class Program {
public:
    constexpr Program()
    {
        add(load_word, offsetof(seccomp_data, arch));
        add(is_equal, architecture, size_ + 1, at_refuse);
        add(load_word, offsetof(seccomp_data, nr));
        add_search(0, ranges.count);
        add(load_word, argument(0)); // at_clone
        add(has_bit, new_namespace, at_refuse, size_ + 1);
        add(has_bit, CLONE_THREAD, at_allow, at_refuse);
        add(load_word, argument(0)); // at_socket
        add(is_equal, AF_UNIX, at_allow, at_refuse);
        add(load_word, argument(1)); // at_ioctl
        add(is_equal, TIOCSTI, at_refuse, size_ + 1);
        add(is_equal, TIOCLINUX, at_refuse, at_allow);
        add(answer, SECCOMP_RET_ALLOW);
        add(answer, SECCOMP_RET_ERRNO | EPERM);
        add(answer, SECCOMP_RET_ERRNO | ENOSYS);
    }

    [[nodiscard]] const sock_filter *code() const noexcept { return code_.data(); }
    [[nodiscard]] std::uint16_t size() const noexcept { return static_cast<std::uint16_t>(size_); }

private:
    // Where the parts begin: the search has a question for each border between two ranges.
    static constexpr std::size_t at_clone = 3 + ranges.count - 1;
    static constexpr std::size_t at_socket = at_clone + 3;
    static constexpr std::size_t at_ioctl = at_socket + 2;
    static constexpr std::size_t at_allow = at_ioctl + 3;
    static constexpr std::size_t at_refuse = at_allow + 1;
    static constexpr std::size_t at_unknown = at_refuse + 1;

    static constexpr std::size_t place_of(Fate fate)
    {
        switch (fate) {
        case Fate::Refused:
            return at_refuse;
        case Fate::Unknown:
            return at_unknown;
        case Fate::ThreadsAlone:
            return at_clone;
        case Fate::LocalSockets:
            return at_socket;
        case Fate::NoTyping:
            return at_ioctl;
        case Fate::Allowed:
            break;
        }
        return at_allow;
    }

    constexpr void add(std::uint16_t code, Word value) { code_.at(size_++) = {code, 0, 0, value}; }

    /// A question, and the places to go on at; a jump goes at most 255 instructions forward.
    constexpr void add(std::uint16_t code, Word value, std::size_t if_true, std::size_t if_false)
    {
        const std::size_t next = size_ + 1;
        code_.at(size_++) = {code, jump(if_true - next), jump(if_false - next), value};
    }

    static constexpr std::uint8_t jump(std::size_t distance)
    {
        if (distance > UINT8_MAX)
            throw "too far for a jump"; // NOLINT(hicpp-exception-baseclass): does not compile
        return static_cast<std::uint8_t>(distance);
    }

    /// For the ranges from `begin` to before `end`, which are two or more.
    constexpr void add_search(std::size_t begin, std::size_t end)
    {
        const std::size_t middle = begin + (end - begin) / 2;
        const bool is_one_below = middle - begin == 1;
        const bool is_one_above = end - middle == 1;
        const std::size_t below = is_one_below ? place_of(ranges.all.at(begin).fate) : size_ + 1;
        const std::size_t above = is_one_above ? place_of(ranges.all.at(middle).fate)
                                               : size_ + (middle - begin); // after those below
        add(is_at_least, ranges.all.at(middle).first, above, below);
        if (!is_one_below)
            add_search(begin, middle);
        if (!is_one_above)
            add_search(middle, end);
    }

    static constexpr std::size_t length = at_unknown + 1;
    std::array<sock_filter, length> code_{};
    std::size_t size_ = 0;
};

constexpr Program program;

long seccomp(unsigned operation, unsigned flags, const void *arguments) noexcept
{
    return ::syscall(SYS_seccomp, operation, flags, arguments);
}

} // namespace

bool filter_system_calls() noexcept
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the kernel does not write to it
    const sock_fprog filter{program.size(), const_cast<sock_filter *>(program.code())};
    // older kernels slow down a process with a filter, as if it ran foreign code, unless told not
    // to
    return seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &filter) == 0;
}

bool can_filter_system_calls() noexcept
{
    const Word wanted = SECCOMP_RET_ERRNO;
    return seccomp(SECCOMP_GET_ACTION_AVAIL, 0, &wanted) == 0;
}

} // namespace cppsecret

#else

namespace cppsecret {

bool filter_system_calls() noexcept
{
    return false;
}

bool can_filter_system_calls() noexcept
{
    return false;
}

} // namespace cppsecret

#endif
