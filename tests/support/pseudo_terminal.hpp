// SPDX-License-Identifier: MIT
// Runs a function as the foreground process of a terminal of its own, as a shell would start it.
#pragma once

#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace cppsecret::test {

class PseudoTerminal {
public:
    /// Where the program starts. From the background a terminal stops it that it wants to change,
    /// and then it is brought to the foreground.
    enum class Start { Foreground, Background };

    /// `program` runs in a child; what it returns is its output().
    explicit PseudoTerminal(const std::function<std::string()> &program,
                            Start start = Start::Foreground)
        : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (!master_ || ::grantpt(master_.get()) != 0 || ::unlockpt(master_.get()) != 0)
            throw system_error("open a pseudo-terminal", errno);
        slave_ = UniqueFd(::open(::ptsname(master_.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
        auto [status_read, status_write] = make_pipe();
        auto [output_read, output_write] = make_pipe();
        statuses_ = std::move(status_read);
        output_ = std::move(output_read);
        leader_ = ::fork();
        if (leader_ == 0)
            lead(program, start, status_write.get(), output_write.get());
        child_ = read_number();
    }
    ~PseudoTerminal()
    {
        ::kill(child_, SIGKILL); // it is over in every test that passes
        ::waitpid(leader_, nullptr, 0);
    }
    PseudoTerminal(const PseudoTerminal &) = delete;
    PseudoTerminal &operator=(const PseudoTerminal &) = delete;

    void type(std::string_view keys) const
    {
        if (::write(master_.get(), keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
            throw system_error("type", errno);
    }

    /// Waits until the terminal shows `text`; what it showed up to there is forgotten.
    /// False after 20 seconds.
    [[nodiscard]] bool shows(std::string_view text)
    {
        const Deadline deadline = Deadline::after(limit);
        for (;;) {
            if (const auto at = shown_.find(text); at != std::string::npos) {
                everything_ += shown_.substr(0, at + text.size());
                shown_.erase(0, at + text.size());
                return true;
            }
            std::array<char, 1024> bytes{};
            if (!wait_for(master_.get(), deadline))
                return false;
            const ssize_t count = ::read(master_.get(), bytes.data(), bytes.size());
            if (count > 0)
                shown_.append(bytes.data(), static_cast<std::size_t>(count));
        }
    }

    /// All that shows() went past.
    [[nodiscard]] const std::string &everything_shown() const noexcept { return everything_; }

    [[nodiscard]] bool echoes() const
    {
        struct termios settings {};
        return ::tcgetattr(slave_.get(), &settings) == 0 && (settings.c_lflag & ECHO) != 0;
    }

    /// The next change of state as waitpid(2) tells it: ended, or stopped.
    [[nodiscard]] int next_status() const { return read_number(); }

    void signal(int number) const { ::kill(child_, number); }

    /// What the program returned; call it once it has ended.
    [[nodiscard]] std::string output() const
    {
        std::string text;
        std::array<char, 1024> bytes{};
        for (ssize_t count = 0; (count = ::read(output_.get(), bytes.data(), bytes.size())) > 0;)
            text.append(bytes.data(), static_cast<std::size_t>(count));
        return text;
    }

private:
    static constexpr std::chrono::seconds limit{20};

    static std::pair<UniqueFd, UniqueFd> make_pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw system_error("make a pipe", errno);
        return {UniqueFd(ends[0]), UniqueFd(ends[1])};
    }

    static bool wait_for(int fd, const Deadline &deadline)
    {
        struct pollfd waiting {
            fd, POLLIN, 0
        };
        return ::poll(&waiting, 1, static_cast<int>(deadline.remaining().count())) > 0;
    }

    [[nodiscard]] int read_number() const
    {
        int number = 0;
        if (!wait_for(statuses_.get(), Deadline::after(limit)) ||
            ::read(statuses_.get(), &number, sizeof number) != sizeof number)
            throw Error(Errc::TimedOut, "the program on the terminal does not change its state");
        return number;
    }

    static void report(int pipe, const void *bytes, std::size_t size)
    {
        if (::write(pipe, bytes, size) != static_cast<ssize_t>(size))
            ::_exit(1);
    }

    /// The shell's part: a session with this terminal, and a foreground process group in it. A
    /// process without a parent in its session could not be stopped.
    [[noreturn]] void lead(const std::function<std::string()> &program, Start start, int statuses,
                           int output) const
    {
        ::setsid();
        ::ioctl(slave_.get(), TIOCSCTTY, 0);
        std::signal(SIGTTOU, SIG_IGN);
        const pid_t child = ::fork();
        if (child == 0) {
            ::setpgid(0, 0);
            if (start == Start::Foreground)
                ::tcsetpgrp(slave_.get(), ::getpid());
            for (const int number : {SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGTSTP,
                                     SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2})
                std::signal(number, SIG_DFL);
            const std::string text = program();
            report(output, text.data(), text.size());
            ::_exit(0);
        }
        report(statuses, &child, sizeof child);
        for (int status = 0; ::waitpid(child, &status, WUNTRACED) == child;) {
            if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTTOU)
                ::tcsetpgrp(slave_.get(), child);
            report(statuses, &status, sizeof status);
        }
        ::_exit(0);
    }

    UniqueFd master_;
    UniqueFd slave_;
    UniqueFd statuses_;
    UniqueFd output_;
    pid_t leader_ = -1;
    pid_t child_ = -1;
    std::string shown_;
    std::string everything_;
};

} // namespace cppsecret::test
