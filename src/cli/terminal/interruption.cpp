// SPDX-License-Identifier: MIT
#include "cli/terminal/interruption.hpp"

#include <cstddef>

namespace cppsecret::cli {

namespace {

constexpr std::array kept_signals{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

// from the handler to everybody else
volatile std::sig_atomic_t came = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void keep_signal(int number)
{
    came = number;
}

} // namespace

Interruption::Interruption()
{
    static_assert(kept_signals.size() == std::tuple_size_v<decltype(saved_)>);
    came = 0;
    struct sigaction action {};
    action.sa_handler = keep_signal; // without SA_RESTART: what waits comes back
    for (std::size_t i = 0; i < kept_signals.size(); ++i) {
        ::sigaction(kept_signals[i], nullptr, &saved_[i]);
        if (saved_[i].sa_handler != SIG_IGN)
            ::sigaction(kept_signals[i], &action, nullptr);
    }
}

Interruption::~Interruption()
{
    restore();
}

bool Interruption::has_come() noexcept
{
    return came != 0;
}

void Interruption::deliver() noexcept
{
    restore();
    if (came != 0)
        static_cast<void>(std::raise(came));
}

void Interruption::restore() noexcept
{
    for (std::size_t i = 0; i < kept_signals.size(); ++i)
        ::sigaction(kept_signals[i], &saved_[i], nullptr);
}

} // namespace cppsecret::cli
