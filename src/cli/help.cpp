// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

#include <cstddef>
#include <string>

#include <CLI/CLI.hpp>

namespace cppsecret::cli {

namespace {

constexpr std::size_t left_column = 28;

/// Groups without a name are those of what the help does not show.
template <typename Item>
bool is_shown(const Item &item)
{
    return !item.get_group().empty();
}

bool takes_several(const CLI::Option &option)
{
    return option.get_items_expected_max() > 1;
}

std::string usage_of(const CLI::App &app, const std::string &name)
{
    std::string usage = "Usage: " + name;
    if (!shown_options(app, false).empty())
        usage += " [OPTIONS]";
    for (const CLI::Option *argument : shown_options(app, true))
        usage += " [" + argument->get_name(true, false) + (takes_several(*argument) ? "...]" : "]");
    if (!shown_commands(app).empty())
        usage += " [SUBCOMMAND]";
    return usage + "\n";
}

/// What stands in the left column for an option or argument.
std::string name_of(const CLI::Option &option)
{
    std::string name = option.get_name(option.get_positional(), !option.get_positional());
    if (option.get_items_expected_max() > 0 && !option.get_type_name().empty())
        name += " " + option.get_type_name();
    return takes_several(option) ? name + " ..." : name;
}

std::string row(const std::string &name, const std::string &help)
{
    const std::string next_line = "\n" + std::string(left_column, ' ');
    std::string text = "  " + name;
    if (text.size() < left_column)
        text.resize(left_column, ' ');
    else
        text += next_line;
    for (const char c : help)
        text += c == '\n' ? next_line : std::string(1, c);
    return text + "\n";
}

std::string options_block(const std::string &heading,
                          const std::vector<const CLI::Option *> &options)
{
    std::string block;
    for (const CLI::Option *option : options)
        block += row(name_of(*option), option->get_description());
    return block.empty() ? block : "\n" + heading + ":\n" + block;
}

std::string commands_block(const std::vector<const CLI::App *> &commands)
{
    std::string block;
    for (const CLI::App *command : commands)
        block += row(command->get_name(), command->get_description());
    return block.empty() ? block : "\nSubcommands:\n" + block;
}

class HelpFormatter : public CLI::FormatterBase {
public:
    /// `name` is the words that lead to the command.
    std::string make_help(const CLI::App *app, std::string name, CLI::AppFormatMode) const override
    {
        std::string help = app->get_description() + "\n" + usage_of(*app, name) +
                           options_block("Positionals", shown_options(*app, true)) +
                           options_block("Options", shown_options(*app, false)) +
                           commands_block(shown_commands(*app));
        if (!app->get_footer().empty())
            help += "\n" + app->get_footer() + "\n";
        return help;
    }
};

} // namespace

std::vector<const CLI::App *> shown_commands(const CLI::App &app)
{
    return app.get_subcommands(
        [](const CLI::App *command) { return !command->get_name().empty() && is_shown(*command); });
}

std::vector<const CLI::Option *> shown_options(const CLI::App &app, bool are_positional)
{
    return app.get_options([are_positional](const CLI::Option *option) {
        return option->get_positional() == are_positional && is_shown(*option);
    });
}

std::shared_ptr<CLI::FormatterBase> help_formatter()
{
    return std::make_shared<HelpFormatter>();
}

} // namespace cppsecret::cli
