// SPDX-License-Identifier: MIT
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

namespace cppsecret::cli {

void Options::flag(const std::string &name, bool &value, const std::string &help)
{
    app_.add_flag(name, value, help);
}

void Options::text(const std::string &name, const std::string &placeholder,
                   std::optional<std::string> &value, const std::string &help)
{
    app_.add_option(name, value, help)->type_name(placeholder);
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
    app_.add_option(name, value, help)->type_name("");
}

void Options::arguments(const std::string &name, std::vector<std::string> &values,
                        const std::string &help)
{
    app_.add_option(name, values, help)->type_name("");
}

void Options::more_help(const std::string &text)
{
    app_.footer(text);
}

} // namespace cppsecret::cli
