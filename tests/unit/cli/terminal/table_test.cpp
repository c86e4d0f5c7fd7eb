// SPDX-License-Identifier: MIT
#include "cli/terminal/table.hpp"

#include <doctest/doctest.h>

using cppsecret::cli::format_table;

TEST_CASE("a column is as wide as its widest cell, and no line ends in a blank")
{
    CHECK(format_table({{"A", "B"}, {"long", "x"}, {"y", ""}}) == "A     B\nlong  x\ny\n");
    CHECK(format_table({}).empty());
}

TEST_CASE("width is counted in characters")
{
    CHECK(format_table({{"ä€", "1"}, {"abc", "2"}}) == "ä€   1\nabc  2\n");
}

TEST_CASE("control bytes do not reach the terminal")
{
    CHECK(format_table({{"a\033[31m\n", "b"}}) == "a [31m   b\n");
}
