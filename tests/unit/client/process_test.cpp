// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "client/process.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"
#include "support/valgrind.hpp"

#include <chrono>
#include <csignal>
#include <optional>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::chrono_literals;

namespace {

client::Command shell(const std::string &script, std::string_view input = {})
{
    client::Command command;
    command.path = "/bin/sh";
    command.arguments = {"-c", script};
    command.input = SecretString(input);
    return command;
}

client::Result run_shell(const std::string &script, std::string_view input = {})
{
    std::signal(SIGPIPE, SIG_IGN); // as both programs do
    return client::run(shell(script, input), Deadline::after(20s));
}

std::optional<Errc> code_of_failure(const client::Command &command, const Deadline &deadline)
{
    try {
        static_cast<void>(client::run(command, deadline));
        return std::nullopt;
    } catch (const Error &error) {
        return error.code();
    }
}

} // namespace

TEST_CASE("a program reads its input and its output comes back")
{
    const client::Result result = run_shell("cat; echo oops >&2; exit 3", "secret\n");
    CHECK(result.output.reveal() == "secret\n");
    CHECK(result.errors == "oops\n");
    CHECK(result.status == 3);
}

TEST_CASE("input and output larger than a pipe do not lock each other up")
{
    const std::string much(300'000, 'x');
    const client::Result result = run_shell("cat", much);
    CHECK(result.output.reveal() == much);
}

TEST_CASE("a program need not read its input")
{
    const std::string much(300'000, 'x');
    CHECK(run_shell("exec <&-; echo done", much).output.reveal() == "done\n");
}

TEST_CASE("a program finds SIGPIPE as programs expect it")
{
    CHECK(run_shell("kill -PIPE $$; echo alive").output.empty());
    CHECK(run_shell("kill -TERM $$").status == 128 + SIGTERM);
}

TEST_CASE("a program gets no open file but its three")
{
    const int open_file = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC
    REQUIRE(open_file >= 0);
    // the fourth is the folder that ls reads
    CHECK(run_shell("ls /proc/self/fd | tr '\\n' ' '").output.reveal() == "0 1 2 3 ");
    ::close(open_file);
}

TEST_CASE("a program has our variables, and its own in the place of those of the same names")
{
    client::Command command = shell("echo \"$HOME $OF_ITS_OWN $HOME_TOO\"");
    command.variables = {"HOME=/elsewhere", "OF_ITS_OWN=new"};
    const test::Variable other("HOME_TOO", "kept");
    CHECK(client::run(command, Deadline::after(20s)).output.reveal() == "/elsewhere new kept\n");
    CHECK(run_shell("echo \"$HOME\"").output.reveal() == "/nonexistent\n");
}

TEST_CASE("a program that does not end is killed at the deadline")
{
    const test::TemporaryFolder folder;
    const std::string pid_file = folder / "pid";
    const auto before = std::chrono::steady_clock::now();
    CHECK(code_of_failure(shell("echo $$ >" + pid_file + "; exec sleep 100"),
                          Deadline::after(300ms)) == Errc::TimedOut);
    CHECK(std::chrono::steady_clock::now() - before < 10s);
    const pid_t pid = std::stoi(test::read_text(pid_file));
    CHECK(::kill(pid, 0) == -1);
    // also one that says nothing any more, but lives on
    CHECK(code_of_failure(shell("exec >&- 2>&-; sleep 100"), Deadline::after(300ms)) ==
          Errc::TimedOut);
}

TEST_CASE("what a program says is limited")
{
    client::Command endless = shell("yes");
    endless.output_limit = 1000;
    CHECK(code_of_failure(endless, Deadline::after(20s)) == Errc::Input);
    client::Command exact = shell("printf 12345");
    exact.output_limit = 5;
    CHECK(client::run(exact, Deadline::after(20s)).output.reveal() == "12345");
    const client::Result result = run_shell("yes | head -c 100000 >&2");
    CHECK(result.status == 0);
    CHECK(result.errors.size() == 4096);
}

TEST_CASE("what cannot be run is an error of the system" * doctest::skip(test::is_under_valgrind()))
{
    client::Command command;
    command.path = "/nonexistent/program";
    CHECK(code_of_failure(command, Deadline::after(20s)) == Errc::System);
}
