// SPDX-License-Identifier: MIT
#include "cli/options.hpp"

#include "base/error.hpp"
#include "cli/command.hpp"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

namespace cppsecret::cli {

namespace {

/// The words that lead to a command: "cppsecret keyring status".
std::string words_of(const CLI::App &app)
{
    const CLI::App *above = app.get_parent();
    return (above == nullptr ? "" : words_of(*above) + " ") + app.get_name();
}

/// Behind a word in brackets, which the parser would take for a list of its own.
constexpr char no_list = '\x1f';

CLI::Option *as_typed(CLI::Option *option)
{
    return option->transform([](std::string word) {
        if (word.ends_with(no_list))
            word.pop_back();
        return word;
    });
}

} // namespace

void parse(CLI::App &app, std::vector<std::string> words)
{
    for (std::string &word : words)
        if (word.starts_with('[') && word.ends_with(']'))
            word += no_list;
    std::reverse(words.begin(), words.end()); // the parser takes them from the back
    app.parse(std::move(words));
}

void Options::flag(const std::string &name, bool &value, const std::string &help)
{
    app_.add_flag(name, value, help);
}

void Options::text(const std::string &name, const std::string &placeholder,
                   std::optional<std::string> &value, const std::string &help)
{
    as_typed(app_.add_option(name, value, help))->type_name(placeholder);
}

void Options::choice(const std::string &name, const std::vector<std::string> &words,
                     std::optional<std::string> &value, const std::string &help)
{
    std::string placeholder;
    for (const std::string &word : words)
        placeholder += (placeholder.empty() ? "" : "|") + word;
    app_.add_option(name, value, help)
        ->check(CLI::IsMember(words).description(""))
        ->type_name(placeholder);
}

void Options::argument(const std::string &name, std::string &value, const std::string &help)
{
    as_typed(app_.add_option(name, value, help))->type_name("");
}

void Options::arguments(const std::string &name, std::vector<std::string> &values,
                        const std::string &help)
{
    as_typed(app_.add_option(name, values, help))->type_name("");
}

Action Options::commands(std::span<const CommandRow> table)
{
    // one at most: the parser would take a word further on for a command of an upper level
    app_.require_subcommand(0, 1);
    std::vector<std::pair<const CLI::App *, Action>> actions;
    for (const CommandRow &command : table) {
        CLI::App *const subcommand = app_.add_subcommand(command.name, command.summary);
        subcommand->footer("");
        Options options(*subcommand);
        actions.emplace_back(subcommand, command.declare(options));
    }
    return [actions = std::move(actions), words = words_of(app_)](const Terminal &terminal) {
        for (const auto &[subcommand, action] : actions)
            if (subcommand->parsed())
                return action(terminal);
        throw Error(Errc::Usage, "no command was named", "try: " + words + " --help");
    };
}

void Options::more_help(const std::string &text)
{
    app_.footer(text);
}

} // namespace cppsecret::cli
