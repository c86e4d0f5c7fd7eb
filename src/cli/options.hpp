// SPDX-License-Identifier: MIT
// What a command takes on its command line.
#pragma once

#include "cli/exit_status.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cppsecret::cli {

struct CommandRow;
class Terminal;

/// What a command does once its command line is read. A failure that leaves it without an answer is
/// thrown as Error.
using Action = std::function<ExitStatus(const Terminal &)>;

/// Declares the options and arguments of one command. The variables are filled when the command
/// line is read, and must live until then.
class Options {
public:
    explicit Options(CLI::App &app) : app_(app) {}

    // `name` of an option is "--word", of an argument "WORD"; `help` is one line, or more.

    void flag(const std::string &name, bool &value, const std::string &help);
    /// --json, for what prints tables otherwise.
    void json(bool &value) { flag("--json", value, "Print JSON"); }
    /// Any text, which the help calls `placeholder`.
    void text(const std::string &name, const std::string &placeholder,
              std::optional<std::string> &value, const std::string &help);
    /// One of `words`.
    void choice(const std::string &name, const std::vector<std::string> &words,
                std::optional<std::string> &value, const std::string &help);
    /// One argument. The command itself refuses an empty one: the parser would name it before an
    /// option that does not exist.
    void argument(const std::string &name, std::string &value, const std::string &help);
    /// Any number of arguments.
    void arguments(const std::string &name, std::vector<std::string> &values,
                   const std::string &help);
    /// Commands below this one, of which one is to be named; the action runs that, and throws
    /// Error(Errc::Usage) if none was. It asks the parser which one that was, and so must not
    /// outlive it.
    [[nodiscard]] Action commands(std::span<const CommandRow> table);
    /// Stands below the options in the help.
    void more_help(const std::string &text);

private:
    CLI::App &app_;
};

/// Has the parser of the commands read a command line: the words behind the program, each as it was
/// typed. Throws CLI::ParseError.
void parse(CLI::App &app, std::vector<std::string> words);

} // namespace cppsecret::cli
