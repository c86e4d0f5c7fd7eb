// SPDX-License-Identifier: MIT
#include "json/text_position.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::json;

TEST_CASE("lines and columns count from one, in characters")
{
    struct Row {
        const char *name;
        std::string_view text;
        std::size_t offset;
        TextPosition position;
    };
    for (const Row &row :
         {Row{"the start", "abc", 0, {1, 1}}, Row{"within a line", "abc", 2, {1, 3}},
          Row{"behind a line break", "a\nbc", 2, {2, 1}}, Row{"CR and LF", "a\r\nbc", 4, {2, 2}},
          Row{"behind a letter of two bytes", "\u00e9x", 2, {1, 2}},
          Row{"the end", "a\n", 9, {2, 1}}, Row{"nothing", "", 0, {1, 1}}})
        SUBCASE(row.name)
        {
            CHECK(position_at(row.text, row.offset) == row.position);
        }
    CHECK(to_string(TextPosition{3, 5}) == "line 3, column 5");
}
