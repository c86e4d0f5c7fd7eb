// SPDX-License-Identifier: MIT
#include "base/command.hpp"

#include "base/shell_word.hpp"

#include <utility>

namespace cppsecret {

namespace {

constexpr std::string_view hint_start = "run: ";

} // namespace

Command::Command(Literal words) : words_(words.text()) {}

Command Command::of_program(std::string_view program, Literal words)
{
    Command command;
    command.append(shell_word(program));
    return command.with(words);
}

Command Command::that_prints(std::string_view text)
{
    Command command("printf %s"); // knows no options behind its format
    command.append(shell_word(text));
    return command;
}

Command Command::that_exports(Literal name, std::string_view value)
{
    return assignment(name, shell_word(value));
}

Command Command::that_exports_path(Literal name, std::string_view path)
{
    return assignment(name, expanding_shell_word(path));
}

Command Command::assignment(Literal name, const std::string &word)
{
    Command command("export");
    command.is_unsayable_ = word.empty();
    command.words_.append(" ").append(name.text()).append("=").append(word);
    return command;
}

Command Command::with(Literal words) const
{
    Command command = *this;
    command.append(std::string(words.text()));
    return command;
}

Command Command::option(Literal name, std::string_view value) const
{
    Command command = with(name);
    const std::string word = shell_word(value);
    if (value.starts_with('-') && name.text().starts_with("--"))
        command.words_ += "=" + word;
    else // a short option takes the next word, whatever it is
        command.append(word);
    return command;
}

Command Command::path(std::string_view path) const
{
    Command command = *this;
    command.append(expanding_shell_word(path));
    return command;
}

Command Command::operand(std::string_view word) const
{
    Command command = *this;
    command.has_hyphen_ = has_hyphen_ || word.starts_with('-');
    command.operands_.push_back(shell_word(word));
    command.is_unsayable_ = is_unsayable_ || command.operands_.back().empty();
    return command;
}

Command Command::into_file(std::string_view file) const
{
    Command command = compound(line() + " >", is_unsayable_);
    command.append(shell_word(file));
    return command;
}

Command Command::in_subshell() const
{
    return compound("(" + line() + ")", is_unsayable_);
}

Command Command::then(const Command &next) const
{
    return joined(" && ", next);
}

Command Command::piped_into(const Command &next) const
{
    return joined(" | ", next);
}

Command Command::as_root() const
{
    Command command = *this;
    if (is_compound_)
        command = Command("sh -c").operand(line());
    command.is_unsayable_ = is_unsayable_;
    command.words_.insert(0, "sudo ");
    return command;
}

Command Command::joined(std::string_view sign, const Command &next) const
{
    if (*this == Command() || next == Command())
        return *this == Command() ? next : *this;
    return compound(line() + std::string(sign) + next.line(), is_unsayable_ || next.is_unsayable_);
}

Command Command::compound(std::string line, bool is_unsayable)
{
    Command command;
    command.words_ = std::move(line);
    command.is_compound_ = true;
    command.is_unsayable_ = is_unsayable;
    return command;
}

void Command::append(const std::string &word)
{
    is_unsayable_ = is_unsayable_ || word.empty();
    words_.append(words_.empty() ? "" : " ").append(word);
}

std::string Command::line() const
{
    std::string line = words_ + (has_hyphen_ ? " --" : "");
    for (const std::string &word : operands_)
        line += " " + word;
    return line;
}

std::string Command::text() const
{
    return is_unsayable_ ? std::string() : line();
}

std::string Command::in_ticks() const
{
    return "'" + text() + "'";
}

std::string Command::as_hint() const
{
    return empty() ? std::string() : std::string(hint_start) + text();
}

Command Command::of_hint(std::string_view hint)
{
    return hint.starts_with(hint_start) ? compound(std::string(hint.substr(hint_start.size())))
                                        : Command();
}

} // namespace cppsecret
