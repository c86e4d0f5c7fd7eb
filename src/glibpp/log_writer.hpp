// SPDX-License-Identifier: MIT
// Keeps the messages of GLib and its friends off the streams that the protocol owns.
#pragma once

#include "base/unique_fd.hpp"

#include <string_view>

namespace cppsecret::glibpp {

/// While it lives, nothing but write_line() reaches standard error: GLib's log, g_print() and
/// g_printerr() are dropped, and so is what a library writes to file descriptor 2 by itself
/// (libsecret: "couldn't lock … bytes of memory"). With `show_messages` all of it goes to standard
/// error instead, never to standard output. One in the life of a process, made before any thread:
/// GLib lets its log writer be set once, and it stays set.
class QuietStreams {
public:
    /// Throws Error(Errc::System) if there is no /dev/null to lead descriptor 2 to.
    explicit QuietStreams(bool show_messages);
    ~QuietStreams();
    QuietStreams(const QuietStreams &) = delete;
    QuietStreams &operator=(const QuietStreams &) = delete;

    /// Writes `line` and a newline to the real standard error; false if it could not be written.
    /// There is nobody left to tell then.
    [[nodiscard]] bool write_line(std::string_view line) const noexcept;

private:
    UniqueFd real_stderr_;
};

} // namespace cppsecret::glibpp
