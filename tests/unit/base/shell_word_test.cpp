// SPDX-License-Identifier: MIT
#include "base/shell_word.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("a word for the shell is quoted only if it must be")
{
    struct Row {
        const char *name;
        std::string_view text, word;
    };
    for (const Row &row :
         {Row{"a plain path", "/run/user/1000/auth.json", "/run/user/1000/auth.json"},
          Row{"a blank", "/home/a b/auth.json", "'/home/a b/auth.json'"},
          Row{"a quote", "it's", "'it'\\''s'"}, Row{"nothing", "", "''"},
          Row{"a tilde", "~/x", "'~/x'"}, Row{"a command", "$(x)", "'$(x)'"}})
        SUBCASE(row.name)
        {
            CHECK(shell_word(row.text) == row.word);
        }
}
