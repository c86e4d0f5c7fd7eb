// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "json/string.hpp"

#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::json;

TEST_CASE("what a JSON string stands for")
{
    struct Row {
        std::string_view token, text;
    };
    for (const Row &row : {Row{R"("")", ""}, Row{R"("plain")", "plain"},
                           Row{R"("a\"b\\c\/d")", "a\"b\\c/d"}, Row{R"("\n\t")", "\n\t"},
                           Row{R"("m\u00fcnchen")", "münchen"}, Row{R"("\ud83d\ude00")", "😀"}})
        SUBCASE(row.token.data())
        {
            CHECK(decode_string(row.token).reveal() == row.text);
        }
}

TEST_CASE("what is no string, or holds half a character, is refused")
{
    for (const std::string_view token :
         {R"("\ud83d")", R"("\x")", R"(["\n"])", R"({"\n": 1})", R"([1, "\n"])"})
        SUBCASE(token.data())
        {
            CHECK_THROWS_AS(static_cast<void>(decode_string(token)), Error);
        }
}

TEST_CASE("a text as a JSON string")
{
    CHECK(encode_string("münchen.example") == "\"münchen.example\"");
    CHECK(encode_string("a\"b\n") == R"("a\"b\n")");
    CHECK_THROWS_AS(static_cast<void>(encode_string("\xff")), Error);
}
