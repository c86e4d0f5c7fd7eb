// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("trim takes ASCII white space off both ends only")
{
    CHECK(trim("  a b\t\r\n\v\f") == "a b");
    CHECK(trim("") == "");
    CHECK(trim(" \n") == "");
    CHECK(trim("\u00a0a") == "\u00a0a");
}

TEST_CASE("only ASCII letters are lowered")
{
    CHECK(to_lower("Quay.IO \u00c4") == "quay.io \u00c4");
    CHECK(starts_with_ignoring_case("HTTPS://x", "https://"));
    CHECK_FALSE(starts_with_ignoring_case("http", "https://"));
    CHECK_FALSE(starts_with_ignoring_case("httpx://", "https://"));
}

TEST_CASE("UTF-8 is what RFC 3629 says it is")
{
    for (const std::string_view text :
         {"", "abc", "\u00e4\u65e5\U0001F511", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
          "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
        CHECK(is_utf8(text));
    CHECK(is_utf8(std::string_view("a\0b", 3)));
    for (const std::string_view text :
         {"\x80", "\xbf", "\xc0\xaf", "\xc1\xbf", "\xc2", "\xc2\xc2", "\xe0\x9f\xbf",
          "\xed\xa0\x80", "\xe1\x80", "\xe1\x80\xc0", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xf1\x80\x80", "\xff", "abc\xff"})
        CHECK_FALSE(is_utf8(text));
}

TEST_CASE("a text that is too long is cut between two characters")
{
    CHECK(shortened("four", 4) == "four");
    CHECK(shortened("longer", 4) == "long…");
    CHECK(shortened("aéé", 4) == "aé…");
    CHECK(shortened("a🔑b", 4) == "a…");
    CHECK(shortened(std::string(9, '\x80'), 4) == "\x80…");
}

TEST_CASE("control bytes cannot break a line")
{
    CHECK(one_line("a\nb\r\x1b[31m\x7f") == "a b  [31m ");
    CHECK(one_line("a\xc2\x9b"
                   "31m\xc2\x80\xc2\xa0\xc3\x9f") == "a  31m  \xc2\xa0\xc3\x9f");
    CHECK(one_line("") == "");
    CHECK(in_ticks("a\nb") == "'a b'");
    CHECK(in_ticks("") == "''");
}

TEST_CASE("what cannot be seen is written out")
{
    struct Row {
        const char *text, *line, *json;
    };
    for (const Row &row : {
             Row{"a\u202eb", "a\\u202eb", "a\\u202eb"}, // turns the direction
             {"\u061c", "\\u061c", "\\u061c"},
             {"\u200b\u200f\u2028\u2060\u2069\ufeff", "\\u200b\\u200f\\u2028\\u2060\\u2069\\ufeff",
              "\\u200b\\u200f\\u2028\\u2060\\u2069\\ufeff"},
             {"\x7f\xc2\x9b", "   ", "\\u007f\\u009b"},
             {"\u200a\u2010\u2027\u202f\u205f\u206a\u00a0",
              "\u200a\u2010\u2027\u202f\u205f\u206a\u00a0",
              "\u200a\u2010\u2027\u202f\u205f\u206a\u00a0"},
             {"\x1b[31m\n🔑\xff", " [31m 🔑\ufffd", "\x1b[31m\n🔑\xff"},
         }) {
        CAPTURE(row.text);
        CHECK(one_line(row.text) == row.line);
        CHECK(escape_invisible(row.text) == row.json);
    }
}

TEST_CASE("a line is UTF-8, whatever is put into it")
{
    CHECK(one_line("\xff") == "\ufffd");
    CHECK(one_line("a\xc2") == "a\ufffd");
    CHECK(one_line("\xed\xa0\x80.\xe2\x82") == "\ufffd\ufffd\ufffd.\ufffd\ufffd");
    CHECK(one_line("\xe2\x82\xac 🔑") == "\xe2\x82\xac 🔑");
    CHECK(in_ticks("\x80") == "'\ufffd'");
}

TEST_CASE("what is counted is in the plural unless there is one")
{
    CHECK(counted(0, "login") == "0 logins");
    CHECK(counted(1, "login") == "1 login");
    CHECK(counted(12, "error") == "12 errors");
}

TEST_CASE("a comma stands between two of a list")
{
    std::string list;
    append_listed(list, "a");
    append_listed(list, in_ticks("b"));
    CHECK(list == "a, 'b'");
}
