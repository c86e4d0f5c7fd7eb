// SPDX-License-Identifier: MIT
#include "base/command.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("foreign words are words of a command, and no options")
{
    struct Row {
        const char *name;
        Command command;
        std::string_view text;
    };
    for (const Row &row : {
             Row{"none", Command(), ""},
             Row{"of the source", Command("cppsecret list"), "cppsecret list"},
             Row{"a harmless word", Command("rm").operand("/a.json"), "rm /a.json"},
             Row{"another command", Command("rm").operand("x;touch P;#"), "rm 'x;touch P;#'"},
             Row{"an option", Command("rm").operand("a").operand("-rf"), "rm -- a -rf"},
             Row{"the value of an option",
                 Command("cppsecret migrate").option("--from", "a b").operand("h"),
                 "cppsecret migrate --from 'a b' h"},
             Row{"one that looks like an option",
                 Command("cppsecret migrate").option("--from", "-x"),
                 "cppsecret migrate --from=-x"},
             Row{"of a short option", Command("install").option("-o", "-x"), "install -o -x"},
             Row{"options later than operands",
                 Command("a").operand("-b").with("--c").option("--d", "e"), "a --c --d e -- -b"},
             Row{"a program", Command::of_program("docker-credential-x;y", "erase"),
                 "'docker-credential-x;y' erase"},
             Row{"what is printed", Command::that_prints("-n"), "printf %s -n"},
             Row{"a variable", Command::that_exports("A", "$(id)"), "export A='$(id)'"},
             Row{"a path for the shell", Command::that_exports_path("A", "~/a b"),
                 "export A=~/'a b'"},
             Row{"a file to write", Command("echo '{}'").into_file("a>b"), "echo '{}' > 'a>b'"},
             Row{"one after the other", Command("a").operand("&").then(Command("b").operand("-c")),
                 "a '&' && b -- -c"},
             Row{"after none", Command().then(Command("b")), "b"},
             Row{"with none to follow", Command("b").then(Command()), "b"},
             Row{"a pipe", Command("a").piped_into(Command("b")), "a | b"},
             Row{"a shell of its own", Command("a").in_subshell().then(Command("b")), "(a) && b"},
             Row{"as root", Command("a").operand("-b").as_root(), "sudo a -- -b"},
             Row{"several as root", Command("a").operand("b c").then(Command("d")).as_root(),
                 "sudo sh -c 'a '\\''b c'\\'' && d'"},
             Row{"a file of root's", Command("a").into_file("b").as_root(), "sudo sh -c 'a > b'"},
             Row{"a word that cannot be typed", Command("rm").operand("a\n"), ""},
             Row{"nor in the second of two",
                 Command("a").then(Command("rm").operand(std::string_view("\0", 1))), ""},
             Row{"nor as root", Command("a").option("--b", "c\n").then(Command("d")).as_root(), ""},
         }) {
        CAPTURE(row.name);
        CHECK(row.command.text() == row.text);
        CHECK(row.command.empty() == row.text.empty());
        CHECK(Command::of_hint(row.command.as_hint()).text() == row.text);
    }
    CHECK(Command("rm").operand("a b").in_ticks() == "'rm 'a b''");
    CHECK(Command("rm").operand("a").as_hint() == "run: rm a");
    CHECK(Command::of_hint("log in again") == Command());
}
