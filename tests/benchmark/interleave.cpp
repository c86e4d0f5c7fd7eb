// SPDX-License-Identifier: MIT
// Times programs against each other as whole processes, one after the other in every round, so
// that what slows the machine down slows all of them.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr const char *usage =
    R"(usage: interleave [--rounds N] [--warm-up N] [--again N] :: STEP [+ STEP]... [:: STEP [+ STEP]...]...
STEP:  [--input TEXT] [--exit STATUS] [--output PART] NAME PROGRAM [ARGUMENT]...

Each '::' begins a contender, each '+' a further step of the same contender. A round runs every
contender once, its steps in order; every second round takes the contenders in reverse order.
TEXT and a newline are the step's standard input. A step that does not end with STATUS (default
0), or whose standard output does not contain PART, is run again, N times at most (default 0), and
then ends the benchmark.

Prints a line for each step, separated by tabs: NAME, median and 99th percentile of the wall time
in microseconds, peak memory in KiB.
)";

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Descriptor {
public:
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    void close() noexcept
    {
        if (fd_ >= 0)
            ::close(std::exchange(fd_, -1));
    }

private:
    int fd_;
};

struct Step {
    std::string name;
    std::string input;
    std::string output_part;
    int status = 0;
    std::vector<std::string> arguments; // the program is the first

    std::vector<long> microseconds;
    long peak_kib = 0;
};

using Contender = std::vector<Step>;

struct Plan {
    int rounds = 100;
    int warm_up = 5;
    int again = 0;
    std::vector<Contender> contenders;
};

struct Outcome {
    long microseconds;
    long peak_kib;
    int wait_status;
    std::string output;
};

[[noreturn]] void throw_errno(const std::string &doing, int error = errno)
{
    throw std::system_error(error, std::generic_category(), doing);
}

std::pair<Descriptor, Descriptor> open_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw_errno("cannot open a pipe");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::string read_to_end(int fd)
{
    std::string text;
    char buffer[16384];
    for (;;) {
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        if (count == 0)
            return text;
        if (count > 0)
            text.append(buffer, static_cast<std::size_t>(count));
        else if (errno != EINTR)
            throw_errno("cannot read from a program");
    }
}

/// The read end of a pipe that holds all of `text` already: nothing is written while a clock runs.
Descriptor filled_pipe(const std::string &text)
{
    auto [read_end, write_end] = open_pipe();
    if (::fcntl(write_end.get(), F_SETFL, O_NONBLOCK) != 0)
        throw_errno("cannot change a pipe");
    const ssize_t count = ::write(write_end.get(), text.data(), text.size());
    if (count < 0)
        throw_errno("cannot fill a pipe");
    if (count != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("an input is larger than a pipe");
    return std::move(read_end);
}

class FileActions {
public:
    FileActions() { check(::posix_spawn_file_actions_init(&actions_)); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    void use_as(int fd, int target)
    {
        check(::posix_spawn_file_actions_adddup2(&actions_, fd, target));
    }
    [[nodiscard]] const posix_spawn_file_actions_t *get() const noexcept { return &actions_; }

private:
    static void check(int error)
    {
        if (error != 0)
            throw_errno("cannot prepare a program's descriptors", error);
    }

    posix_spawn_file_actions_t actions_{};
};

Outcome run_once(const Step &step, const Descriptor &error_text)
{
    using Clock = std::chrono::steady_clock;
    std::vector<char *> argv;
    for (const std::string &argument : step.arguments) // posix_spawnp() does not write to them
        argv.push_back(const_cast<char *>(argument.c_str())); // NOLINT(*-const-cast)
    argv.push_back(nullptr);
    if (::ftruncate(error_text.get(), 0) != 0)
        throw_errno("cannot empty a file");
    Descriptor input = filled_pipe(step.input);
    auto [output, output_of_child] = open_pipe();
    FileActions actions;
    actions.use_as(input.get(), STDIN_FILENO);
    actions.use_as(output_of_child.get(), STDOUT_FILENO);
    actions.use_as(error_text.get(), STDERR_FILENO);

    pid_t pid = 0;
    const Clock::time_point start = Clock::now();
    if (const int error =
            ::posix_spawnp(&pid, argv[0], actions.get(), nullptr, argv.data(), environ))
        throw_errno("cannot run '" + step.arguments[0] + "'", error);
    output_of_child.close();
    input.close();
    Outcome outcome{};
    outcome.output = read_to_end(output.get());
    rusage used{};
    while (::wait4(pid, &outcome.wait_status, 0, &used) < 0) {
        if (errno != EINTR)
            throw_errno("cannot wait for '" + step.arguments[0] + "'");
    }
    const Clock::duration elapsed = Clock::now() - start;
    outcome.microseconds =
        static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
    outcome.peak_kib = used.ru_maxrss; // NOLINT(*-union-access): a union in glibc only
    return outcome;
}

/// Empty if it is what the step wants.
std::string complaint_of(const Step &step, const Outcome &outcome)
{
    if (WIFSIGNALED(outcome.wait_status))
        return "killed by signal " + std::to_string(WTERMSIG(outcome.wait_status));
    if (WEXITSTATUS(outcome.wait_status) != step.status)
        return "exit status " + std::to_string(WEXITSTATUS(outcome.wait_status)) + ", not " +
               std::to_string(step.status);
    if (outcome.output.find(step.output_part) == std::string::npos)
        return "the output does not contain '" + step.output_part + "'";
    return {};
}

void check_outcome(const Step &step, const Outcome &outcome, const Descriptor &error_text)
{
    const std::string complaint = complaint_of(step, outcome);
    if (complaint.empty())
        return;
    ::lseek(error_text.get(), 0, SEEK_SET);
    throw std::runtime_error("'" + step.name + "': " + complaint + "\nstandard output: " +
                             outcome.output + "\nstandard error: " + read_to_end(error_text.get()));
}

void run_rounds(Plan &plan)
{
    // O_APPEND: what was read or cut off before does not move where a program writes
    Descriptor error_text(::memfd_create("interleave", MFD_CLOEXEC));
    if (error_text.get() < 0 || ::fcntl(error_text.get(), F_SETFL, O_APPEND) != 0)
        throw_errno("cannot open a file in memory");
    const auto run_contender = [&error_text, again = plan.again](Contender &contender,
                                                                 bool counts) {
        for (Step &step : contender) {
            Outcome outcome = run_once(step, error_text);
            for (int left = again; left > 0 && !complaint_of(step, outcome).empty(); --left)
                outcome = run_once(step, error_text);
            check_outcome(step, outcome, error_text);
            if (!counts)
                continue;
            step.microseconds.push_back(outcome.microseconds);
            step.peak_kib = std::max(step.peak_kib, outcome.peak_kib);
        }
    };
    for (int round = 0; round < plan.warm_up + plan.rounds; ++round) {
        const bool counts = round >= plan.warm_up;
        const std::size_t count = plan.contenders.size();
        for (std::size_t i = 0; i < count; ++i)
            run_contender(plan.contenders[round % 2 == 0 ? i : count - 1 - i], counts);
    }
}

long median(const std::vector<long> &sorted)
{
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/// The smallest time that at least 99 of 100 runs did not exceed.
long percentile_99(const std::vector<long> &sorted)
{
    return sorted[(sorted.size() * 99 + 99) / 100 - 1];
}

void report(Plan &plan)
{
    for (Contender &contender : plan.contenders) {
        for (Step &step : contender) {
            std::sort(step.microseconds.begin(), step.microseconds.end());
            std::printf("%s\t%ld\t%ld\t%ld\n", step.name.c_str(), median(step.microseconds),
                        percentile_99(step.microseconds), step.peak_kib);
        }
    }
    if (std::fflush(stdout) != 0)
        throw_errno("cannot write the result");
}

int parse_number(const std::string &text, int least, int most)
{
    char *end = nullptr;
    errno = 0;
    const long number = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || errno != 0 || number < least || number > most)
        throw UsageError("'" + text + "' is not a number from " + std::to_string(least) + " to " +
                         std::to_string(most));
    return static_cast<int>(number);
}

class Arguments {
public:
    Arguments(int argc, char **argv) : words_(argv + std::min(argc, 1), argv + argc) {}

    [[nodiscard]] bool is_at_end() const noexcept { return next_ == words_.size(); }
    [[nodiscard]] bool is_at(std::string_view word) const
    {
        return !is_at_end() && words_[next_] == word;
    }
    bool take_if(std::string_view word)
    {
        const bool is_it = is_at(word);
        next_ += is_it ? 1 : 0;
        return is_it;
    }
    std::string take(const char *what)
    {
        if (is_at_end())
            throw UsageError(std::string("missing ") + what);
        return words_[next_++];
    }

private:
    std::vector<std::string> words_;
    std::size_t next_ = 0;
};

Step parse_step(Arguments &arguments)
{
    Step step;
    for (;;) {
        if (arguments.take_if("--input"))
            step.input = arguments.take("TEXT") + "\n";
        else if (arguments.take_if("--exit"))
            step.status = parse_number(arguments.take("STATUS"), 0, 255);
        else if (arguments.take_if("--output"))
            step.output_part = arguments.take("PART");
        else
            break;
    }
    step.name = arguments.take("NAME");
    while (!arguments.is_at_end() && !arguments.is_at("::") && !arguments.is_at("+"))
        step.arguments.push_back(arguments.take("PROGRAM"));
    if (step.arguments.empty())
        throw UsageError("step '" + step.name + "' has no program");
    return step;
}

Plan parse(Arguments arguments)
{
    Plan plan;
    for (;;) {
        if (arguments.take_if("--rounds"))
            plan.rounds = parse_number(arguments.take("N"), 1, 1'000'000);
        else if (arguments.take_if("--warm-up"))
            plan.warm_up = parse_number(arguments.take("N"), 0, 1'000'000);
        else if (arguments.take_if("--again"))
            plan.again = parse_number(arguments.take("N"), 0, 1'000);
        else
            break;
    }
    while (arguments.take_if("::")) {
        Contender &contender = plan.contenders.emplace_back();
        do
            contender.push_back(parse_step(arguments));
        while (arguments.take_if("+"));
    }
    if (!arguments.is_at_end())
        throw UsageError("'" + arguments.take("option") + "' is not an option");
    if (plan.contenders.empty())
        throw UsageError("there is nothing to run");
    return plan;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        Plan plan = parse(Arguments(argc, argv));
        run_rounds(plan);
        report(plan);
        return 0;
    } catch (const UsageError &error) {
        (void)std::fprintf(stderr, "interleave: %s\n%s", error.what(), usage);
        return 2;
    } catch (const std::exception &error) {
        (void)std::fprintf(stderr, "interleave: %s\n", error.what());
        return 1;
    }
}
