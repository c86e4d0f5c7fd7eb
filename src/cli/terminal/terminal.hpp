// SPDX-License-Identifier: MIT
// Where the companion talks to a person: standard output and standard error.
#pragma once

#include "glibpp/log_writer.hpp"

#include <string>
#include <string_view>

#include <unistd.h>

namespace cppsecret::cli {

enum class Colour {
    Red,
    Green,
    Yellow,
    Bold,
};

/// What is known of the standard streams before anything is done to them.
struct Streams {
    bool is_input_terminal = false;
    bool is_output_terminal = false;
    bool can_redraw = false; ///< standard output is a terminal that goes back to a line's start
    bool has_colour = false; ///< standard output is a terminal and NO_COLOR and TERM allow it
};

/// Call it before QuietStreams leads any of them away.
[[nodiscard]] Streams look_at_streams();

/// Prints results on standard output, and on standard error one line each for what went wrong.
class Terminal {
public:
    /// `errors` must outlive this.
    Terminal(const Streams &streams, const glibpp::QuietStreams &errors)
        : streams_(streams), errors_(errors)
    {
    }

    /// Writes `text` to standard output, as escape_invisible() gives it. Throws Error(Errc::System)
    /// if nobody takes it.
    void print(std::string_view text) const;

    /// The same for what another program reads byte by byte.
    void print_as_it_is(std::string_view text) const;

    // "cppsecret: error: …"; control bytes become blanks, an empty hint is left out.
    void error(std::string_view message, std::string_view hint = {}) const noexcept;
    void warn(std::string_view message, std::string_view hint = {}) const noexcept;
    void hint(std::string_view message) const noexcept;

    /// `text` in a colour, if there are colours.
    [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;

    /// True if a line on standard output can be written over.
    [[nodiscard]] bool can_redraw() const noexcept { return streams_.can_redraw; }

    [[nodiscard]] bool is_output_terminal() const noexcept { return streams_.is_output_terminal; }

    /// True if a person can be asked.
    [[nodiscard]] bool can_ask() const noexcept
    {
        return streams_.is_input_terminal && streams_.is_output_terminal;
    }

    /// Asks a question that is answered with yes or no; anything but "y" or "yes" is a no. Throws
    /// as print().
    [[nodiscard]] bool confirm(std::string_view question) const;

    /// Asks for a line of text, any bytes, which is shown while it is typed; without white space at
    /// its ends, empty if the input ends. Throws as print().
    [[nodiscard]] std::string ask(std::string_view question) const;

private:
    void say(std::string_view kind, std::string_view message) const noexcept;

    Streams streams_;
    int output_ = STDOUT_FILENO;
    const glibpp::QuietStreams &errors_;
};

} // namespace cppsecret::cli
