// SPDX-License-Identifier: MIT
#include "cli/terminal/terminal.hpp"

#include "base/environment.hpp"
#include "base/io.hpp"
#include "base/text.hpp"

#include <exception>

#include <unistd.h>

namespace cppsecret::cli {

namespace {

const char *start_of(Colour colour) noexcept
{
    switch (colour) {
    case Colour::Red:
        return "\033[31m";
    case Colour::Green:
        return "\033[32m";
    case Colour::Yellow:
        return "\033[33m";
    case Colour::Bold:
        return "\033[1m";
    }
    return "";
}

} // namespace

Streams look_at_streams()
{
    Streams streams;
    streams.is_input_terminal = ::isatty(STDIN_FILENO) == 1;
    streams.is_output_terminal = ::isatty(STDOUT_FILENO) == 1;
    streams.can_redraw =
        streams.is_output_terminal && environment("TERM").value_or("dumb") != "dumb";
    streams.has_colour = streams.can_redraw && !environment("NO_COLOR");
    return streams;
}

void Terminal::print(std::string_view text) const
{
    write_fully(output_, escape_invisible(text));
}

void Terminal::print_as_it_is(std::string_view text) const
{
    write_fully(output_, text);
}

void Terminal::say(std::string_view kind, std::string_view message) const noexcept
{
    try {
        static_cast<void>(
            errors_.write_line("cppsecret: " + std::string(kind) + ": " + one_line(message)));
    } catch (const std::exception &) { // no memory for the line: the exit status has to do
        static_cast<void>(errors_.write_line("cppsecret: error: out of memory"));
    }
}

void Terminal::error(std::string_view message, std::string_view hint) const noexcept
{
    say("error", message);
    if (!hint.empty())
        say("hint", hint);
}

void Terminal::warn(std::string_view message, std::string_view hint) const noexcept
{
    say("warning", message);
    if (!hint.empty())
        say("hint", hint);
}

void Terminal::hint(std::string_view message) const noexcept
{
    say("hint", message);
}

std::string Terminal::paint(Colour colour, std::string_view text) const
{
    if (!streams_.has_colour)
        return std::string(text);
    return start_of(colour) + std::string(text) + "\033[0m";
}

bool Terminal::confirm(std::string_view question) const
{
    const std::string word = to_lower(ask(std::string(question) + " [y/N] "));
    return word == "y" || word == "yes";
}

std::string Terminal::ask(std::string_view question) const
{
    print(question);
    std::string answer;
    for (char letter = 0; ::read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n';)
        answer += letter;
    return std::string(trim(answer));
}

} // namespace cppsecret::cli
