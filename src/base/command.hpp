// SPDX-License-Identifier: MIT
// A line for a shell that a person is told to run: the one way for foreign text, such as a name out
// of a file, into advice that is a command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret {

/// Text for a shell that stands in the source: no text that is made at run time converts to it.
class Literal {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): a string literal is to be taken as it stands
    consteval Literal(const char *text) : text_(text) {}
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

/// A command, or several in one line. Its words are a Literal or quoted for a POSIX shell: whatever
/// they hold, the program gets them as they are, and takes none for an option. A command with a
/// word that has no form in one line (see shell_word()) has no text. Every member function returns
/// a new command.
class Command {
public:
    Command() = default; ///< none
    explicit Command(Literal words);

    /// A program that is named at run time, and words for it.
    [[nodiscard]] static Command of_program(std::string_view program, Literal words);
    /// Prints `text` without a line break.
    [[nodiscard]] static Command that_prints(std::string_view text);
    /// Sets a variable for all that the shell starts.
    [[nodiscard]] static Command that_exports(Literal name, std::string_view value);
    /// The same for a path(), below.
    [[nodiscard]] static Command that_exports_path(Literal name, std::string_view path);

    /// With further words, ahead of all operands.
    [[nodiscard]] Command with(Literal words) const;
    /// With an option and its value: in one word if the value begins with a hyphen.
    [[nodiscard]] Command option(Literal name, std::string_view value) const;
    /// With a path, ahead of all operands. The shell is left to expand a home folder or a variable
    /// at its start, and nothing else: see expanding_shell_word().
    [[nodiscard]] Command path(std::string_view path) const;
    /// With an operand: "--" stands before the first if one of them begins with a hyphen.
    [[nodiscard]] Command operand(std::string_view word) const;
    /// With its output in a file.
    [[nodiscard]] Command into_file(std::string_view file) const;
    /// In a shell of its own, which keeps what it sets to itself.
    [[nodiscard]] Command in_subshell() const;
    /// And then `next`, if it succeeds.
    [[nodiscard]] Command then(const Command &next) const;
    /// With `next` to read what it prints.
    [[nodiscard]] Command piped_into(const Command &next) const;
    /// With sudo.
    [[nodiscard]] Command as_root() const;

    /// One line, which one_line() leaves as it is; empty if there is no command, or no way to type
    /// it.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool empty() const { return text().empty(); }
    /// As a sentence names it.
    [[nodiscard]] std::string in_ticks() const;
    /// The hint of an error that is this command and nothing else; empty like text().
    [[nodiscard]] std::string as_hint() const;
    /// The command of a hint from as_hint(); none if it is another hint.
    [[nodiscard]] static Command of_hint(std::string_view hint);

    bool operator==(const Command &) const = default;

private:
    [[nodiscard]] static Command assignment(Literal name, const std::string &word);
    [[nodiscard]] static Command compound(std::string line, bool is_unsayable = false);
    [[nodiscard]] Command joined(std::string_view sign, const Command &next) const;
    [[nodiscard]] std::string line() const;
    void append(const std::string &word);

    std::string words_;
    std::vector<std::string> operands_;
    bool has_hyphen_ = false;   ///< at the start of an operand
    bool is_compound_ = false;  ///< more than one program and its words
    bool is_unsayable_ = false; ///< a word has no form
};

} // namespace cppsecret
