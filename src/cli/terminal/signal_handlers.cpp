// SPDX-License-Identifier: MIT
#include "cli/terminal/signal_handlers.hpp"

namespace cppsecret::cli {

SignalHandlers::SignalHandlers(std::initializer_list<int> signals, void (*handler)(int))
{
    saved_.reserve(signals.size());
    struct sigaction action {};
    action.sa_handler = handler; // without SA_RESTART: what waits comes back
    for (const int number : signals) {
        struct sigaction before {};
        ::sigaction(number, nullptr, &before);
        saved_.emplace_back(number, before);
        if (before.sa_handler != SIG_IGN)
            ::sigaction(number, &action, nullptr);
    }
}

void SignalHandlers::restore() noexcept
{
    for (const auto &[number, before] : saved_)
        ::sigaction(number, &before, nullptr);
}

} // namespace cppsecret::cli
