// SPDX-License-Identifier: MIT
#include "client/process.hpp"

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "client/variables.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace cppsecret::client {

namespace {

/// More of a program's messages is read and thrown away.
constexpr std::size_t errors_limit = 4096;

struct Pipe {
    UniqueFd reading;
    UniqueFd writing;
};

Pipe make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw system_error("make a pipe", errno);
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

void check(int error_number)
{
    if (error_number != 0)
        throw system_error("prepare a program", error_number);
}

class FileActions {
public:
    FileActions() { check(::posix_spawn_file_actions_init(&actions_)); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;

    void connect(const UniqueFd &fd, int as)
    {
        check(::posix_spawn_file_actions_adddup2(&actions_, fd.get(), as));
    }
    void close_from(int first)
    {
        check(::posix_spawn_file_actions_addclosefrom_np(&actions_, first));
    }
    [[nodiscard]] const posix_spawn_file_actions_t *get() const noexcept { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

/// Gives the child back the reaction to signals that programs expect: ours ignore SIGPIPE.
class Attributes {
public:
    Attributes()
    {
        check(::posix_spawnattr_init(&attributes_));
        sigset_t signals;
        ::sigemptyset(&signals);
        check(::posix_spawnattr_setsigmask(&attributes_, &signals));
        ::sigaddset(&signals, SIGPIPE);
        check(::posix_spawnattr_setsigdefault(&attributes_, &signals));
        check(::posix_spawnattr_setflags(&attributes_,
                                         POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes &) = delete;
    Attributes &operator=(const Attributes &) = delete;

    [[nodiscard]] const posix_spawnattr_t *get() const noexcept { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

/// A running program; killed if it is left before its end.
class Child {
public:
    Child(const Command &command, const Pipe &input, const Pipe &output, const Pipe &errors)
    {
        FileActions actions;
        actions.connect(input.reading, STDIN_FILENO);
        actions.connect(output.writing, STDOUT_FILENO);
        actions.connect(errors.writing, STDERR_FILENO);
        actions.close_from(STDERR_FILENO + 1);
        const Attributes attributes;
        // posix_spawn() takes arguments that it does not change as if it might
        std::vector<std::string> words{command.path};
        words.insert(words.end(), command.arguments.begin(), command.arguments.end());
        std::vector<char *> argv;
        argv.reserve(words.size() + 1);
        for (std::string &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        std::vector<std::string> variables = command.variables;
        std::vector<char *> envp = environment_with(variables);
        const int error_number = ::posix_spawn(&pid_, command.path.c_str(), actions.get(),
                                               attributes.get(), argv.data(), envp.data());
        if (error_number != 0) {
            pid_ = -1;
            throw system_error("run '" + command.path + "'", error_number);
        }
    }
    ~Child()
    {
        if (pid_ < 0)
            return;
        ::kill(pid_, SIGKILL);
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// The exit status, once it has ended. Asks at most until `deadline`.
    [[nodiscard]] std::optional<int> wait(const Deadline &deadline)
    {
        struct timespec pause {
            0, 100'000
        };
        for (;;) {
            int status = 0;
            const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
            if (ended == pid_) {
                pid_ = -1;
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            }
            if (ended < 0 && errno != EINTR)
                throw system_error("wait for a program", errno);
            if (deadline.has_passed())
                return std::nullopt;
            // it has closed its pipes, so this is soon over
            ::nanosleep(&pause, nullptr);
            pause.tv_nsec = std::min(pause.tv_nsec * 2, 20'000'000L);
        }
    }

private:
    pid_t pid_ = -1;
};

/// Takes what comes out of a pipe, up to a limit.
class Collector {
public:
    Collector(UniqueFd fd, std::size_t limit) : fd_(std::move(fd)), buffer_(limit) {}

    [[nodiscard]] int fd() const noexcept { return fd_.get(); }
    [[nodiscard]] bool has_overflown() const noexcept { return has_overflown_; }
    [[nodiscard]] std::string_view text() const noexcept
    {
        return buffer_.reveal().substr(0, size_);
    }

    /// Reads once; closes the pipe at its end.
    void read()
    {
        std::array<char, 512> rest{}; // what is beyond the limit is thrown away
        const bool is_full = size_ == buffer_.size();
        char *const place = is_full ? rest.data() : buffer_.writable().data() + size_;
        const std::size_t room = is_full ? rest.size() : buffer_.size() - size_;
        const ssize_t count = ::read(fd_.get(), place, room);
        if (count < 0 && errno != EINTR && errno != EAGAIN)
            throw system_error("read what a program says", errno);
        if (count == 0)
            fd_ = UniqueFd();
        if (count > 0 && is_full)
            has_overflown_ = true;
        else if (count > 0)
            size_ += static_cast<std::size_t>(count);
        ::explicit_bzero(rest.data(), rest.size());
    }

private:
    UniqueFd fd_;
    SecretString buffer_;
    std::size_t size_ = 0;
    bool has_overflown_ = false;
};

/// Hands a text to a pipe as fast as it is taken.
class Feeder {
public:
    Feeder(UniqueFd fd, std::string_view text) : fd_(std::move(fd)), text_(text)
    {
        if (::fcntl(fd_.get(), F_SETFL, O_NONBLOCK) != 0)
            throw system_error("make a pipe", errno);
        close_if_done();
    }

    [[nodiscard]] int fd() const noexcept { return fd_.get(); }

    void write()
    {
        const ssize_t count = ::write(fd_.get(), text_.data(), text_.size());
        if (count >= 0)
            text_.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EPIPE) // it does not want to know
            text_ = {};
        else if (errno != EINTR && errno != EAGAIN)
            throw system_error("write to a program", errno);
        close_if_done();
    }

private:
    void close_if_done()
    {
        if (text_.empty())
            fd_ = UniqueFd();
    }

    UniqueFd fd_;
    std::string_view text_;
};

Error late(const Command &command)
{
    return Error(Errc::TimedOut, "'" + command.path + "' does not answer");
}

/// Waits until one of the pipes can be used. False when the deadline passes.
bool wait_for_pipes(std::array<struct pollfd, 3> &pipes, const Deadline &deadline)
{
    for (;;) {
        const auto limit = std::min<std::chrono::milliseconds::rep>(
            deadline.remaining().count(), std::numeric_limits<int>::max());
        const int ready = ::poll(pipes.data(), pipes.size(), static_cast<int>(limit));
        if (ready >= 0)
            return ready > 0;
        if (errno != EINTR)
            throw system_error("wait for a program", errno);
    }
}

} // namespace

Result run(const Command &command, const Deadline &deadline)
{
    Pipe input = make_pipe();
    Pipe output = make_pipe();
    Pipe errors = make_pipe();
    Child child(command, input, output, errors);
    // the child's ends are the child's alone, or the others would never see their end
    input.reading = UniqueFd();
    output.writing = UniqueFd();
    errors.writing = UniqueFd();

    Feeder feeder(std::move(input.writing), command.input.reveal());
    Collector answer(std::move(output.reading), command.output_limit);
    Collector messages(std::move(errors.reading), errors_limit);
    while (answer.fd() >= 0 || messages.fd() >= 0) {
        // poll() passes over what is closed, -1
        std::array<struct pollfd, 3> pipes{
            {{feeder.fd(), POLLOUT, 0}, {answer.fd(), POLLIN, 0}, {messages.fd(), POLLIN, 0}}};
        if (!wait_for_pipes(pipes, deadline))
            throw late(command);
        if (pipes[0].revents != 0)
            feeder.write();
        if (pipes[1].revents != 0)
            answer.read();
        if (pipes[2].revents != 0)
            messages.read();
        if (answer.has_overflown())
            throw Error(Errc::Input, "'" + command.path + "' says more than an answer can hold");
    }
    const std::optional<int> status = child.wait(deadline);
    if (!status)
        throw late(command);
    return {*status, SecretString(answer.text()), std::string(messages.text())};
}

} // namespace cppsecret::client
