// SPDX-License-Identifier: MIT
#include "cli/terminal/secret_prompt.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "cli/terminal/signal_handlers.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace cppsecret::cli {

namespace {

/// With its end. The kernel drops what a line has beyond this, so one that fills it may be cut.
constexpr std::size_t line_limit = 4096;
constexpr int pairs_to_try = 3;

// The way from a signal handler, on whichever thread it runs, to the one that waits for the answer.
int signal_pipe = -1; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void pass_on_signal(int number)
{
    const int saved = errno;
    const auto byte = static_cast<unsigned char>(number);
    // a full pipe already holds a signal
    [[maybe_unused]] const ssize_t written = ::write(signal_pipe, &byte, 1);
    errno = saved;
}

/// While it lives, the signals that end or stop a program, from the keyboard or from outside, come
/// out of a pipe instead, as SignalHandlers says: those of readpassphrase(3), and the others that
/// end a program which does not know them.
class CaughtSignals {
public:
    [[nodiscard]] int fd() const noexcept { return pipe_[0].get(); }

    /// Catches no more of them; all that came in, the first one first.
    [[nodiscard]] std::vector<int> give_back()
    {
        handlers_.restore();
        std::vector<int> numbers;
        unsigned char number = 0;
        while (::read(pipe_[0].get(), &number, 1) == 1)
            numbers.push_back(number);
        return numbers;
    }

private:
    /// Gives both ends of the pipe that the handler writes to.
    static std::array<UniqueFd, 2> open_pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            throw system_error("make a pipe", errno);
        signal_pipe = ends[1];
        return {UniqueFd(ends[0]), UniqueFd(ends[1])};
    }

    std::array<UniqueFd, 2> pipe_ = open_pipe();
    SignalHandlers handlers_{{SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGPOLL, SIGPROF, SIGQUIT, SIGTERM,
                              SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU},
                             pass_on_signal};
};

/// While it lives, the terminal does not show what is typed, if it is ours to tell.
class EchoOff {
public:
    explicit EchoOff(int terminal) : terminal_(terminal)
    {
        if (::tcgetattr(terminal, &saved_) != 0)
            throw system_error("look at the terminal", errno);
        struct termios quiet = saved_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        quiet.c_lflag |= static_cast<tcflag_t>(ICANON | ISIG);
        is_off_ = set(quiet);
        if (!is_off_ && errno != EINTR)
            throw system_error("stop the terminal from showing what is typed", errno);
    }
    ~EchoOff()
    {
        if (is_off_)
            static_cast<void>(set(saved_));
    }
    EchoOff(const EchoOff &) = delete;
    EchoOff &operator=(const EchoOff &) = delete;

    /// False in the background, to which SIGTTOU has come.
    [[nodiscard]] bool is_off() const noexcept { return is_off_; }

private:
    /// Also drops what was typed before the question was seen. False with errno if it cannot: in
    /// the background it would be interrupted for ever.
    [[nodiscard]] bool set(const struct termios &settings) const noexcept
    {
        int result = 0;
        do
            result = ::tcsetattr(terminal_, TCSAFLUSH, &settings);
        while (result != 0 && errno == EINTR && ::tcgetpgrp(terminal_) == ::getpgrp());
        return result == 0;
    }

    int terminal_;
    bool is_off_ = false;
    struct termios saved_ {};
};

Error not_answered()
{
    return Error(Errc::Dismissed, "the question on the terminal was not answered",
                 "repeat the command and answer it");
}

/// One line without its end; nothing if a signal came first.
std::optional<SecretString> read_line(int terminal, const CaughtSignals &signals)
{
    SecretString line(line_limit);
    std::size_t size = 0;
    for (;;) {
        std::array<struct pollfd, 2> waiting{{{signals.fd(), POLLIN, 0}, {terminal, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
            throw system_error("wait for the terminal", errno);
        if (waiting[0].revents != 0)
            return std::nullopt;
        if (waiting[1].revents == 0)
            continue;
        const ssize_t count = ::read(terminal, line.writable().data() + size, line_limit - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 || (count == 0 && size == 0)) // the line was hung up, or Ctrl-D
            throw not_answered();
        size += static_cast<std::size_t>(count);
        if (size == line_limit)
            throw Error(Errc::Input, "the answer is too long to be typed on a terminal",
                        "send it on standard input or in a file, where the command has that");
        const std::string_view text = line.reveal().substr(0, size);
        if (text.ends_with('\n'))
            return SecretString(text.substr(0, size - 1));
        if (count == 0)
            return SecretString(text);
    }
}

} // namespace

std::optional<SecretPrompt> SecretPrompt::open() noexcept
{
    UniqueFd terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!terminal)
        return std::nullopt;
    return SecretPrompt(std::move(terminal));
}

SecretString SecretPrompt::ask(std::string_view question) const
{
    for (;;) {
        CaughtSignals signals;
        std::optional<SecretString> answer;
        if (const EchoOff quiet(terminal_.get()); quiet.is_off()) {
            write_fully(terminal_.get(), question);
            answer = read_line(terminal_.get(), signals);
            write_fully(terminal_.get(), "\n"); // the one that was typed was not shown
        }
        // each does what it would have done; after a stop, or if somebody handles it, we come back
        for (const int signal : signals.give_back())
            static_cast<void>(std::raise(signal));
        if (answer)
            return std::move(*answer);
    }
}

SecretString SecretPrompt::ask_twice(std::string_view question, std::string_view again) const
{
    for (int pair = 1;; ++pair) {
        SecretString first = ask(question);
        if (ask(again).reveal() == first.reveal())
            return first;
        if (pair == pairs_to_try)
            throw Error(Errc::Failed, "the two answers were not the same",
                        "repeat the command and type the same twice");
        write_fully(terminal_.get(), "The two are not the same; once more.\n");
    }
}

} // namespace cppsecret::cli
