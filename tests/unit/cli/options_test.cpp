// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/commands/completion.hpp"
#include "glibpp/log_writer.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::cli;

namespace {

std::string &what_ran() // a table holds plain functions
{
    static std::string names;
    return names;
}

Action note(std::string what)
{
    return [what = std::move(what)](const Terminal &) {
        what_ran() += what + ";";
        return ExitStatus::Done;
    };
}

Action declare_top(Options &)
{
    return note("top");
}

Action declare_room_status(Options &options)
{
    static bool is_long = false;
    options.flag("--long", is_long, "Say more");
    return note("room status");
}

Action declare_room_use(Options &options)
{
    const auto hosts = std::make_shared<std::vector<std::string>>();
    options.arguments("HOST", *hosts, "Registries");
    return [hosts](const Terminal &) {
        what_ran() += "room use";
        for (const std::string &host : *hosts)
            what_ran() += " " + host;
        return ExitStatus::NotFound;
    };
}

Action declare_room(Options &options)
{
    static constexpr std::array actions{
        CommandRow{"status", "How the room is", declare_room_status},
        CommandRow{"use", "Uses the room", declare_room_use},
    };
    return options.commands(actions);
}

/// A command has actions that are called like commands that stand before and behind it.
constexpr std::array table{
    CommandRow{"status", "How all is", declare_top},
    CommandRow{"room", "Things of a room", declare_room},
    CommandRow{"use", "Uses all", declare_top},
};

/// What a command line runs, or why it is wrong.
std::string run(std::vector<std::string> words)
{
    CLI::App app("A test.", "cppsecret");
    const Action action = Options(app).commands(table);
    static const glibpp::QuietStreams streams(true); // GLib's log writer is set once
    what_ran().clear();
    try {
        parse(app, std::move(words));
        if (action(Terminal(Streams(), streams)) != ExitStatus::Done)
            what_ran() += ", not found";
    } catch (const CLI::ParseError &) {
        return "refused";
    } catch (const Error &error) {
        return error.hint();
    }
    return what_ran();
}

std::string completed(const std::vector<std::string> &words)
{
    CLI::App app("A test.", "cppsecret");
    static_cast<void>(Options(app).commands(table));
    return complete(app, words, [] { return std::set<std::string>{"quay.io"}; });
}

} // namespace

TEST_CASE("a command below another is not taken for the one of its name above")
{
    CHECK(run({"status"}) == "top;");
    CHECK(run({"room", "status"}) == "room status;");
    CHECK(run({"room", "status", "--long"}) == "room status;");
}

TEST_CASE("an argument may be called like a command")
{
    CHECK(run({"room", "use", "status"}) == "room use status, not found");
    CHECK(run({"room", "use", "room", "use"}) == "room use room use, not found");
}

TEST_CASE("an argument is the word that was typed")
{
    for (const char *word : {"[a,b]", "[::1]", "[::1]:5000", "a,b", "[]", "'a'"}) {
        CAPTURE(std::string(word));
        CHECK(run({"room", "use", word, "c"}) == "room use " + std::string(word) + " c, not found");
    }
}

TEST_CASE("only one command runs")
{
    CHECK(run({"status", "room"}) == "refused");
    CHECK(run({"room", "status", "use"}) == "refused");
    CHECK(run({"status", "status"}) == "refused");
}

TEST_CASE("where no command is named the hint says how to find them")
{
    CHECK(run({}) == "try: cppsecret --help");
    CHECK(run({"room"}) == "try: cppsecret room --help");
    CHECK(run({"room", "window"}) == "refused");
}

TEST_CASE("completions know the commands below a command, their options and arguments")
{
    CHECK(completed({"ro"}) == "room\tThings of a room\n");
    CHECK(completed({"room", ""}) == "status\tHow the room is\nuse\tUses the room\n");
    CHECK(completed({"room", "status", "--"}).find("--long\tSay more\n") != std::string::npos);
    CHECK(completed({"room", "use", ""}) == "quay.io\n");
    CHECK(completed({"status", "--"}).find("--long") == std::string::npos);
}
