// SPDX-License-Identifier: MIT
// docker-credential-cppsecret: registry logins in the desktop keyring.
#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/standard_streams.hpp"
#include "base/text.hpp"
#include "glibpp/log_writer.hpp"
#include "hardening/memory_lock.hpp"
#include "hardening/process.hpp"
#include "hardening/sandbox.hpp"
#include "helper/verbs.hpp"

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace {

using namespace cppsecret;

bool is_set_to(const char *variable, std::string_view value)
{
    return environment(variable) == value;
}

helper::Invocation invocation_from(int argc, const char *const *argv)
{
    const std::string_view path = argc > 0 ? argv[0] : "";
    helper::Invocation invocation;
    invocation.program = path.substr(path.rfind('/') + 1);
    if (invocation.program.empty())
        invocation.program = "docker-credential-cppsecret";
    invocation.input = STDIN_FILENO;
    invocation.unavailable_is_error = is_set_to("CPPSECRET_UNAVAILABLE", "error");
    return invocation;
}

helper::Answer failure(std::string_view message)
{
    return {SecretString(one_line(message) + '\n'), {}, 1};
}

/// While there is one thread, and before anything is read that others wrote.
void confine(const char *verb, const glibpp::QuietStreams &streams)
{
    const Sandbox sandbox = enter_sandbox(helper::files_of_verb(verb));
    if (is_set_to("CPPSECRET_DEBUG", "1"))
        static_cast<void>(streams.write_line(std::string("docker-credential-cppsecret: sandbox: ") +
                                             describe(sandbox)));
}

/// The one place where failures end: they become the line that clients show their user.
helper::Answer answer(int argc, const char *const *argv,
                      const glibpp::QuietStreams &streams) noexcept
{
    try {
        require_own_rights();
        const helper::Invocation invocation = invocation_from(argc, argv);
        if (argc != 2)
            return failure(helper::usage(invocation));
        confine(argv[1], streams);
        return helper::run_verb(argv[1], invocation);
    } catch (const Error &error) {
        return failure(error.what() + (error.hint().empty() ? "" : "; " + error.hint()));
    } catch (const std::bad_alloc &) {
        return failure("out of memory");
    } catch (const std::system_error &error) { // std::thread's: its text is errno's
        return failure("cannot start a thread: " + error.code().message());
    } catch (const std::exception &) { // its text may hold what it choked on
        return failure("internal error; please report it");
    }
}

/// For what fails before there are streams to keep quiet: the error line, as far as it can be said.
int fail_at_once(const Error &error) noexcept
{
    try {
        write_fully(STDOUT_FILENO, error.what() + std::string("\n"));
    } catch (const std::exception &) {
        return 1;
    }
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        secure_standard_streams();
        harden_process();
        lock_memory();
        const glibpp::QuietStreams streams(is_set_to("CPPSECRET_DEBUG", "1"));
        const helper::Answer result = answer(argc, argv, streams);
        wipe_stack();
        try {
            write_fully(STDOUT_FILENO, result.output.reveal());
        } catch (const Error &error) { // in the place of the hint: whoever asked wants one line
            static_cast<void>(
                streams.write_line(std::string("docker-credential-cppsecret: ") + error.what()));
            return 1;
        }
        // a list that is not whole, and cannot say so, is no success
        if (!result.hint.empty() && !streams.write_line(result.hint))
            return 1;
        return result.status;
    } catch (const Error &error) {
        return fail_at_once(error);
    } catch (const std::exception &) { // no memory: there is no way to say it
        return 1;
    }
}
