// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands/completion.hpp"
#include "cli/help.hpp"
#include "machine/known_registries.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

namespace cppsecret::cli {

namespace {

constexpr const char *exit_statuses =
    "Exit status: 0 done, 1 failed, 2 wrong command line, 3 nothing there for the HOST or IMAGE\n"
    "that was named.\n\n'cppsecret COMMAND --help' says more of a command.";

Error usage_error(const CLI::App &app, const CLI::ParseError &error)
{
    std::string message = error.what();
    while (message.ends_with('\n'))
        message.pop_back();
    if (message.size() > 1 && message[1] >= 'a') // not a word in capitals
        message.front() = to_lower(message.substr(0, 1)).front();
    std::string hint = "try: cppsecret";
    for (const CLI::App *chosen = &app; !chosen->get_subcommands().empty();) {
        chosen = chosen->get_subcommands().front();
        hint += " " + chosen->get_name();
    }
    return Error(Errc::Usage, one_line(message), hint + " --help");
}

Action print(std::string text)
{
    return [text = std::move(text)](const Terminal &terminal) {
        terminal.print(text);
        return ExitStatus::Done;
    };
}

} // namespace

Action read_command_line(int argc, const char *const *argv)
{
    const auto app = std::make_shared<CLI::App>(
        "Keeps the registry logins of container tools in the desktop keyring.", "cppsecret");
    app->formatter(help_formatter()); // which the commands take over
    app->set_help_flag("-h,--help", "Print this help message and exit");
    app->set_version_flag("--version", std::string("cppsecret ") + program_version,
                          "Print the version and exit");
    app->footer(exit_statuses);
    Action action = Options(*app).commands(commands());
    if (argc > 1 && argv[1] == std::string_view(complete_command))
        return print(complete(*app, {argv + 2, argv + argc}, machine::known_registries));
    try {
        parse(*app, {argv + std::min(argc, 1), argv + argc});
    } catch (const CLI::CallForHelp &) {
        return print(app->help());
    } catch (const CLI::CallForVersion &version) {
        return print(std::string(version.what()) + "\n");
    } catch (const CLI::ParseError &error) {
        throw usage_error(*app, error);
    }
    // the action asks the parser which command it was
    return [app, action = std::move(action)](const Terminal &terminal) { return action(terminal); };
}

} // namespace cppsecret::cli
