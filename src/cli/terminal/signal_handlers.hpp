// SPDX-License-Identifier: MIT
// Signals that come to a function instead of ending the program, for a while.
#pragma once

#include <csignal>
#include <initializer_list>
#include <utility>
#include <vector>

namespace cppsecret::cli {

/// While it lives, these signals come to `handler`; those that the program ignores stay ignored.
/// Waiting in system calls ends with EINTR, and other programs that are run then get the signals
/// as ever.
class SignalHandlers {
public:
    /// `handler` may do what signal-safety(7) allows, on whichever thread.
    SignalHandlers(std::initializer_list<int> signals, void (*handler)(int));
    ~SignalHandlers() { restore(); }
    SignalHandlers(const SignalHandlers &) = delete;
    SignalHandlers &operator=(const SignalHandlers &) = delete;

    /// Gives them back before its end.
    void restore() noexcept;

private:
    std::vector<std::pair<int, struct sigaction>> saved_;
};

} // namespace cppsecret::cli
