// SPDX-License-Identifier: MIT
#include "cli/terminal/interruption.hpp"

#include <csignal>

namespace cppsecret::cli {

namespace {

// from the handler to everybody else
volatile std::sig_atomic_t came = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void keep_signal(int number)
{
    came = number;
}

} // namespace

Interruption::Interruption() : handlers_({SIGHUP, SIGINT, SIGQUIT, SIGTERM}, keep_signal) {}

Interruption::~Interruption()
{
    handlers_.restore();
    came = 0; // for the next one
}

bool Interruption::has_come() noexcept
{
    return came != 0;
}

void Interruption::deliver() noexcept
{
    handlers_.restore();
    if (came != 0)
        static_cast<void>(std::raise(came));
}

} // namespace cppsecret::cli
