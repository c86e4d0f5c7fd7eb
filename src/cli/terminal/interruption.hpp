// SPDX-License-Identifier: MIT
// Ctrl-C, while there is something to tidy up first.
#pragma once

#include "cli/terminal/signal_handlers.hpp"

namespace cppsecret::cli {

/// While it lives, SIGHUP, SIGINT, SIGQUIT and SIGTERM do not end the program but are kept, as
/// SignalHandlers says. One at a time.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;

    /// True once one of them has come.
    [[nodiscard]] static bool has_come() noexcept;

    /// Lets the signal that has come end the program after all. Returns if none has.
    void deliver() noexcept;

private:
    SignalHandlers handlers_;
};

} // namespace cppsecret::cli
