// SPDX-License-Identifier: MIT
// The sandbox of the helper's verbs, from inside: what is forbidden fails, what they need works,
// also where half of the sandbox or another one is there already. Prints TAP.
//   sandbox_test
//   sandbox_test --refuse landlock|seccomp ENOSYS|EPERM COMMAND…   runs it on such a machine
#include "hardening/sandbox.hpp"
#include "helper/verbs.hpp"
#include "integration/sandbox_attempts.hpp"
#include "support/refusing_filter.hpp"
#include "support/temporary_folder.hpp"

#include <cerrno>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include <pwd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

/// What a child answers that did not end by itself.
constexpr int killed = 255;

int test_count = 0;
int failures = 0;

void report(bool passed, const std::string &description, const std::string &detail = {})
{
    std::printf("%s %d - %s\n", passed ? "ok" : "not ok", ++test_count, description.c_str());
    if (!passed && !detail.empty())
        std::printf("# %s\n", detail.c_str());
    failures += passed ? 0 : 1;
}

void skip(const std::string &description)
{
    std::printf("ok %d - %s # SKIP outside it fails too\n", ++test_count, description.c_str());
}

/// In a process of its own and a world of its own; what it answers fits an exit status.
int in_child(const std::function<int(const World &)> &run)
{
    const TemporaryFolder folder(test::in_memory); // where a session keeps keys
    static_cast<void>(std::fflush(stdout));
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(run(World(folder.path())));
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : killed;
}

/// A machine, and how often the sandbox is entered there.
struct Machine {
    const char *name;
    const char *verb;
    long refused_call = 0; ///< 0: none
    int error_number = 0;
    int times = 1;
};

Sandbox enter(const Machine &machine)
{
    if (machine.refused_call != 0)
        refuse_system_call(machine.refused_call, machine.error_number);
    Sandbox sandbox;
    for (int i = 0; i < machine.times; ++i)
        sandbox = enter_sandbox(helper::files_of_verb(machine.verb));
    return sandbox;
}

/// What stands against this attempt there.
bool is_forbidden(const Attempt &attempt, const Machine &machine, const Sandbox &sandbox)
{
    switch (attempt.guard) {
    case Guard::Filter:
    case Guard::FilterNew:
        return sandbox.has_filter;
    case Guard::ForGet:
        return machine.verb == std::string_view("get") && sandbox.landlock_abi > 0;
    case Guard::Files:
        return sandbox.landlock_abi >= attempt.landlock_abi;
    }
    return false;
}

bool is_refusal(const Attempt &attempt, int error_number)
{
    return attempt.guard == Guard::FilterNew ? error_number == ENOSYS
                                             : error_number == EPERM || error_number == EACCES;
}

void judge(const Attempt &attempt, const Machine &machine, const Sandbox &sandbox)
{
    const std::string name = std::string(machine.name) + ": " + attempt.name;
    const int outside = in_child(attempt.run);
    if (outside == killed || is_refusal(attempt, outside))
        return skip(name);
    const int inside = in_child([&](const World &world) {
        static_cast<void>(enter(machine));
        return attempt.run(world);
    });
    const std::string detail =
        "outside " + std::to_string(outside) + ", inside " + std::to_string(inside);
    if (is_forbidden(attempt, machine, sandbox))
        report(is_refusal(attempt, inside), name + " is refused", detail);
    else if (attempt.guard != Guard::Filter) // of which Landlock refuses a part
        report(inside == outside, name + " is as outside", detail);
}

/// What is in force there, which must be all that the machine has.
Sandbox find_sandbox(const Machine &machine)
{
    const int answer = in_child([&](const World & /*world*/) {
        const Sandbox sandbox = enter(machine);
        return sandbox.landlock_abi * 2 + (sandbox.has_filter ? 1 : 0);
    });
    const Sandbox sandbox{answer / 2, answer % 2 != 0};
    Sandbox wanted = available_sandbox();
    if (machine.refused_call == SYS_landlock_create_ruleset)
        wanted.landlock_abi = 0;
    if (machine.refused_call == SYS_seccomp)
        wanted.has_filter = false;
    report(describe(sandbox) == describe(wanted),
           std::string(machine.name) + ": in force is " + describe(wanted), describe(sandbox));
    return sandbox;
}

void judge(const Machine &machine)
{
    const Sandbox sandbox = find_sandbox(machine);
    for (const Attempt &attempt : attempts_on_files())
        judge(attempt, machine, sandbox);
    for (const Attempt &attempt : attempts_on_the_kernel())
        judge(attempt, machine, sandbox);
    for (const Need &need : needs()) {
        const int inside = in_child([&](const World &world) {
            static_cast<void>(enter(machine));
            return need.run(world);
        });
        report(inside == 0, std::string(machine.name) + ": " + need.name + " works",
               std::to_string(inside));
    }
}

/// Without HOME libc looks for the account, by whatever the machine has.
void judge_accounts()
{
    const int inside = in_child([](const World & /*world*/) {
        ::unsetenv("HOME");
        static_cast<void>(enter_sandbox(helper::files_of_verb("get")));
        return ::getpwuid(::getuid()) == nullptr ? 1 : 0;
    });
    report(inside == 0, "without HOME: the account is found");
}

long call_named(std::string_view name)
{
    return name == "seccomp" ? SYS_seccomp : SYS_landlock_create_ruleset;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 4 && argv[1] == std::string_view("--refuse")) {
        refuse_system_call(call_named(argv[2]),
                           argv[3] == std::string_view("EPERM") ? EPERM : ENOSYS);
        ::execvp(argv[4], argv + 4);
        return 127;
    }
    judge({"get", "get"});
    judge({"store", "store"});
    judge({"twice", "get", 0, 0, 2});
    judge({"no Landlock", "get", SYS_landlock_create_ruleset, ENOSYS});
    judge({"Landlock refused", "store", SYS_landlock_create_ruleset, EPERM});
    judge({"seccomp refused", "get", SYS_seccomp, EPERM});
    judge_accounts();
    std::printf("1..%d\n", test_count);
    return failures == 0 ? 0 : 1;
}
