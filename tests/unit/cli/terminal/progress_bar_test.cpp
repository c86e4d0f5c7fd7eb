// SPDX-License-Identifier: MIT
#include "cli/terminal/progress_bar.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::cli;

TEST_CASE("a bar fills up as the work goes on")
{
    CHECK(bar_text(0, 300) == "[--------------------] 0/300");
    CHECK(bar_text(14, 300) == "[--------------------] 14/300");
    CHECK(bar_text(75, 300) == "[#####---------------] 75/300");
    CHECK(bar_text(300, 300) == "[####################] 300/300");
    CHECK(bar_text(0, 0) == "[####################] 0/0");
}
