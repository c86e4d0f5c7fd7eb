// SPDX-License-Identifier: MIT
// cppsecret: sets container tools up for the keyring, and says what they will find there.
#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/standard_streams.hpp"
#include "cli/command_line.hpp"
#include "cli/terminal/terminal.hpp"
#include "glibpp/log_writer.hpp"
#include "hardening/memory_lock.hpp"
#include "hardening/process.hpp"

#include <exception>
#include <new>
#include <system_error>

namespace {

using namespace cppsecret;
using namespace cppsecret::cli;

/// The one place where failures end.
ExitStatus run(int argc, const char *const *argv, const Terminal &terminal)
{
    try {
        require_own_rights();
        return read_command_line(argc, argv)(terminal);
    } catch (const Error &error) {
        return fail(terminal, error);
    } catch (const std::bad_alloc &) {
        terminal.error("out of memory");
    } catch (const std::system_error &error) { // such as std::thread's: its text is errno's
        terminal.error("the system refuses: " + error.code().message(),
                       "repeat the command when less is running; 'ulimit -u' shows the limit");
    } catch (const std::exception &) { // its text may hold what it choked on
        terminal.error("internal error; please report it");
    }
    return ExitStatus::Failed;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        secure_standard_streams();
        harden_process();
        lock_memory();
        const Streams streams = look_at_streams(); // before they are redirected
        const glibpp::QuietStreams errors(environment("CPPSECRET_DEBUG") == "1");
        const ExitStatus status = run(argc, argv, Terminal(streams, errors));
        wipe_stack();
        return static_cast<int>(status);
    } catch (const std::exception &) { // no descriptors, no memory: there is nowhere to say it
        return 1;
    }
}
