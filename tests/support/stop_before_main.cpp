// SPDX-License-Identifier: MIT
// To be preloaded: stops the program before its main begins, after the loader's work, so that a
// tracer that attaches then counts system calls from there, in every thread. Who starts the program
// sees it stop (waitpid with WUNTRACED) and lets it go on with SIGCONT. Its children are not
// stopped.
#include <csignal>

#include <stdlib.h>

// NOLINTNEXTLINE(cert-msc54-cpp): a constructor of the library, not of a class
__attribute__((constructor)) static void stop_before_main()
{
    ::unsetenv("LD_PRELOAD");
    std::raise(SIGSTOP);
}
