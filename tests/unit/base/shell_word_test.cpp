// SPDX-License-Identifier: MIT
#include "base/shell_word.hpp"
#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("a word for the shell is quoted only if it must be")
{
    struct Row {
        const char *name;
        std::string_view text, word;
    };
    for (const Row &row : {
             Row{"a plain path", "/run/user/1000/auth.json", "/run/user/1000/auth.json"},
             Row{"a blank", "/home/a b/auth.json", "'/home/a b/auth.json'"},
             Row{"a quote", "it's", "'it'\\''s'"},
             Row{"nothing", "", "''"},
             Row{"a tilde", "~/x", "'~/x'"},
             Row{"a command", "$(x)", "'$(x)'"},
             Row{"several", "x;touch P;#", "'x;touch P;#'"},
             Row{"a file to write", ">file", "'>file'"},
             Row{"a program of zsh", "=ls", "'=ls'"},
             Row{"an assignment", "a=b", "a=b"},
             Row{"letters", "\xc3\xa4", "'\xc3\xa4'"},
             Row{"a line break", "a\nb", "\"$(printf 'a\\012b')\""},
             Row{"a tab", "a\tb", "\"$(printf 'a\\011b')\""},
             Row{"an escape", "\x1b[2J", "\"$(printf '\\033\\1332J')\""},
             Row{"all that means something to printf or a shell", "\x7f%\\'\"$`!-",
                 R"x("$(printf '\177\045\134\047\042\044\140\041\055')")x"},
             Row{"what has no width", "a\xe2\x80\x8b", R"x("$(printf 'a\342\200\213')")x"},
             Row{"no UTF-8", "a\xff", R"x("$(printf 'a\377')")x"},
             Row{"what a shell does not keep", "a\n", ""},
             Row{"nor this", std::string_view("a\0b", 3), ""},
         })
        SUBCASE(row.name)
        {
            CHECK(shell_word(row.text) == row.word);
            CHECK(one_line(row.word) == row.word);
        }
}

TEST_CASE("a shell expands the start of a path, and nothing behind it")
{
    struct Row {
        std::string_view path, word;
    };
    for (const Row &row : {
             Row{"~", "~"},
             Row{"~/", "~/"},
             Row{"~/a", "~/a"},
             Row{"~ann/a b", "~ann/'a b'"},
             Row{"~$(id)/a", "'~$(id)/a'"},
             Row{"$HOME", "\"$HOME\""},
             Row{"$HOME/a", "\"$HOME/a\""},
             Row{"${HOME}/a", "\"${HOME}/a\""},
             Row{"$HOME/a b", "\"$HOME\"/'a b'"},
             Row{"$HOME/$(id)", "\"$HOME\"/'$(id)'"},
             Row{R"($HOME"; id; ")", R"("$HOME"'"; id; "')"},
             Row{"$(id)", "'$(id)'"},
             Row{"$", "'$'"},
             Row{"${HOME", "'${HOME'"},
             Row{"${HOME:-x}", "'${HOME:-x}'"},
             Row{"/a", "/a"},
             Row{"~/a\n", ""},
         }) {
        CAPTURE(row.path);
        CHECK(expanding_shell_word(row.path) == row.word);
    }
}
