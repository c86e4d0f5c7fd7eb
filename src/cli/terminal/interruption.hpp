// SPDX-License-Identifier: MIT
// Ctrl-C, while there is something to tidy up first.
#pragma once

#include <array>
#include <csignal>

namespace cppsecret::cli {

/// While it lives, SIGHUP, SIGINT, SIGQUIT and SIGTERM do not end the program but are kept; those
/// that it ignores stay ignored. Waiting in system calls ends with EINTR, and other programs that
/// are run then get the signals as ever. One at a time.
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
    void restore() noexcept;

    std::array<struct sigaction, 4> saved_{};
};

} // namespace cppsecret::cli
