// SPDX-License-Identifier: MIT
#include "keyring/file/key_watch.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "keyring/file/key_cache.hpp"

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <exception>
#include <limits>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::minutes time_to_wait(1);

/// A clock that goes on while the machine sleeps, as that of the cache does.
UniqueFd timer_until(std::uint64_t seconds)
{
    UniqueFd timer(::timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC));
    struct itimerspec end {};
    end.it_value.tv_sec = static_cast<time_t>(seconds);
    if (!timer || ::timerfd_settime(timer.get(), TFD_TIMER_ABSTIME, &end, nullptr) != 0)
        throw system_error("set a timer", errno);
    return timer;
}

void watch(const KeyCache &cache, std::uint64_t end)
{
    const UniqueFd changes(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (changes)
        ::inotify_add_watch(changes.get(), cache.folder().c_str(),
                            IN_DELETE | IN_MOVED_TO | IN_DELETE_SELF | IN_ONLYDIR);
    const UniqueFd timer = timer_until(end);
    std::array<pollfd, 2> fds{pollfd{timer.get(), POLLIN, 0}, pollfd{changes.get(), POLLIN, 0}};
    while (cache.end_of_key() == end) {
        if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR)
            return;
        if (fds[0].revents != 0) {
            cache.wipe_what_is_over(Deadline::after(time_to_wait));
            return;
        }
        std::array<char, sizeof(struct inotify_event) + NAME_MAX + 1> event{};
        while (changes && ::read(changes.get(), event.data(), event.size()) > 0) {
        }
    }
}

/// Nothing of whoever has started it is held: no terminal, no pipe that somebody reads to its end.
void let_go(int kept)
{
    ::setsid();
    if (::chdir("/") != 0) // it would keep a file system busy
        ::_exit(1);
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        static_cast<void>(::dup2(nothing.get(), fd));
    ::syscall(SYS_close_range, STDERR_FILENO + 1, kept - 1, 0U);
    ::syscall(SYS_close_range, kept + 1, std::numeric_limits<unsigned>::max(), 0U);
}

[[noreturn]] void run(int started)
{
    try {
        let_go(started);
        std::array<char, sizeof(std::uint64_t)> end{};
        const auto cache = KeyCache::of_session();
        if (read_fully(started, end) == end.size() && cache)
            watch(*cache, std::bit_cast<std::uint64_t>(end));
    } catch (const std::exception &) { // nobody is there to be told
        ::_exit(1);
    }
    ::_exit(0);
}

} // namespace

KeyWatch::KeyWatch()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return;
    const UniqueFd started(ends[0]);
    start_ = UniqueFd(ends[1]);
    const pid_t child = ::fork();
    if (child == 0) {
        start_ = {};
        run(started.get());
    }
}

void KeyWatch::begin() noexcept
{
    try {
        const auto cache = KeyCache::of_session();
        const auto end = cache ? cache->end_of_key() : std::nullopt;
        if (!start_ || !end)
            return;
        const auto bytes = std::bit_cast<std::array<char, sizeof *end>>(*end);
        write_fully(start_.get(), {bytes.data(), bytes.size()}, "the pipe");
    } catch (const std::exception &) { // it was ended
        return;
    }
}

} // namespace cppsecret::keyring
