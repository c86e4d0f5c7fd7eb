// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "cli/terminal/secret_prompt.hpp"
#include "support/pseudo_terminal.hpp"
#include "support/valgrind.hpp"

#include <csignal>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using cli::SecretPrompt;
using test::PseudoTerminal;

namespace {

std::string ask()
{
    try {
        return "<" + std::string(SecretPrompt::open()->ask("Passphrase: ").reveal()) + ">";
    } catch (const Error &error) {
        return error.what();
    }
}

std::string ask_twice()
{
    try {
        return std::string(SecretPrompt::open()->ask_twice("New: ", "Again: ").reveal());
    } catch (const Error &error) {
        return error.what();
    }
}

bool has_ended(const PseudoTerminal &terminal)
{
    const int status = terminal.next_status();
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("an answer is read and not shown")
{
    PseudoTerminal terminal(ask);
    REQUIRE(terminal.shows("Passphrase: "));
    CHECK_FALSE(terminal.echoes());
    terminal.type("wr\177ord 1 \n"); // with a key that takes back the one before
    CHECK(terminal.shows("\n"));
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "<word 1 >");
    CHECK(terminal.everything_shown() == "Passphrase: \r\n");
    CHECK(terminal.echoes());
}

TEST_CASE("what was typed before the question does not answer it")
{
    PseudoTerminal terminal([] {
        const UniqueFd keyboard(::open("/dev/tty", O_RDONLY | O_CLOEXEC));
        struct pollfd typed {
            keyboard.get(), POLLIN, 0
        };
        ::poll(&typed, 1, -1);
        return ask();
    });
    terminal.type("early\n");
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.type("\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "<>");
}

TEST_CASE("the end of the input is no answer")
{
    PseudoTerminal terminal(ask);
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.type("\004");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "the question on the terminal was not answered");
    CHECK(terminal.echoes());
}

TEST_CASE("an answer longer than a terminal's line is refused, not cut short")
{
    PseudoTerminal terminal(ask);
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.type(std::string(4200, 'x'));
    terminal.type("\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "the answer is too long to be typed on a terminal");

    PseudoTerminal longest(ask);
    REQUIRE(longest.shows("Passphrase: "));
    longest.type(std::string(4094, 'x') + "\n");
    CHECK(has_ended(longest));
    CHECK(longest.output().size() == 4094 + 2);
}

TEST_CASE("a signal ends the program as ever, after the terminal is as it was")
{
    for (const int number : {SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGPOLL, SIGPROF, SIGQUIT, SIGTERM,
                             SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU}) {
        CAPTURE(number);
        PseudoTerminal terminal(ask);
        REQUIRE(terminal.shows("Passphrase: "));
        CHECK_FALSE(terminal.echoes());
        if (number == SIGINT)
            terminal.type("half\003");
        else
            terminal.signal(number);
        const int status = terminal.next_status();
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == number);
        CHECK(terminal.echoes());
    }
}

TEST_CASE("a signal that the program ignores is ignored here too")
{
    PseudoTerminal terminal([] {
        std::signal(SIGHUP, SIG_IGN);
        return ask();
    });
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.signal(SIGHUP);
    terminal.type("word\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "<word>");
}

TEST_CASE("a stop gives the terminal back, and afterwards the question is asked again" *
          doctest::skip(test::is_under_valgrind()))
{
    for (const int number : {SIGTSTP, SIGTTIN, SIGTTOU}) {
        CAPTURE(number);
        PseudoTerminal terminal(ask);
        REQUIRE(terminal.shows("Passphrase: "));
        terminal.type("half");
        if (number == SIGTSTP)
            terminal.type("\032"); // Ctrl-Z
        else
            terminal.signal(number);
        const int status = terminal.next_status();
        CHECK(WIFSTOPPED(status));
        CHECK(WSTOPSIG(status) == number);
        CHECK(terminal.echoes());
        terminal.signal(SIGCONT);
        REQUIRE(terminal.shows("Passphrase: "));
        CHECK_FALSE(terminal.echoes());
        terminal.type("whole\n");
        CHECK(has_ended(terminal));
        CHECK(terminal.output() == "<whole>");
        CHECK(terminal.echoes());
    }
}

TEST_CASE("in the background nothing is asked before the program is in the foreground" *
          doctest::skip(test::is_under_valgrind()))
{
    PseudoTerminal terminal(ask, PseudoTerminal::Start::Background);
    const int status = terminal.next_status();
    CHECK(WIFSTOPPED(status));
    CHECK(WSTOPSIG(status) == SIGTTOU);
    CHECK(terminal.echoes());
    terminal.signal(SIGCONT);
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.type("word\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "<word>");
    CHECK(terminal.echoes());
}

TEST_CASE("all signals that come together are raised again" *
          doctest::skip(test::is_under_valgrind()))
{
    PseudoTerminal terminal([] {
        static volatile std::sig_atomic_t count = 0;
        for (const int number : {SIGUSR1, SIGUSR2})
            static_cast<void>(std::signal(number, [](int) { count = count + 1; }));
        const std::string answer = ask();
        return answer + std::to_string(count);
    });
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.signal(SIGSTOP);
    REQUIRE(WIFSTOPPED(terminal.next_status()));
    terminal.signal(SIGUSR1);
    terminal.signal(SIGUSR2);
    terminal.signal(SIGCONT);
    REQUIRE(terminal.shows("Passphrase: "));
    terminal.type("word\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "<word>2");
}

TEST_CASE("a new secret is asked for until two answers are the same")
{
    PseudoTerminal terminal(ask_twice);
    REQUIRE(terminal.shows("New: "));
    terminal.type("one\n");
    REQUIRE(terminal.shows("Again: "));
    terminal.type("other\n");
    REQUIRE(terminal.shows("not the same"));
    REQUIRE(terminal.shows("New: "));
    terminal.type("same\n");
    REQUIRE(terminal.shows("Again: "));
    terminal.type("same\n");
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "same");
}

TEST_CASE("three pairs that differ are enough")
{
    PseudoTerminal terminal(ask_twice);
    for (int pair = 0; pair < 3; ++pair) {
        REQUIRE(terminal.shows("New: "));
        terminal.type("one\n");
        REQUIRE(terminal.shows("Again: "));
        terminal.type("other\n");
    }
    CHECK(has_ended(terminal));
    CHECK(terminal.output() == "the two answers were not the same");
}
