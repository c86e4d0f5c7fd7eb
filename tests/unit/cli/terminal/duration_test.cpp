// SPDX-License-Identifier: MIT
#include "cli/terminal/duration.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::cli;
using namespace std::chrono_literals;

TEST_CASE("a length of time has a number and perhaps a unit")
{
    CHECK(parse_duration("90") == 90s);
    CHECK(parse_duration("90s") == 90s);
    CHECK(parse_duration("30m") == 30min);
    CHECK(parse_duration("8h") == 8h);
    CHECK(parse_duration("366d") == 366 * 24h);
    for (const char *const wrong :
         {"", "s", "h8", "0", "-1", "1.5h", "8 h", "8hh", "367d", "99999999999999999999d", "+1"})
        CHECK_FALSE(parse_duration(wrong));
}

TEST_CASE("a length of time is told in two units at most")
{
    CHECK(duration_text(0s) == "0 s");
    CHECK(duration_text(40s) == "40 s");
    CHECK(duration_text(60s) == "1 min");
    CHECK(duration_text(3599s) == "59 min 59 s");
    CHECK(duration_text(1h) == "1 h");
    CHECK(duration_text(27h + 5min) == "1 d 3 h");
    CHECK(duration_text(24h + 5min) == "1 d");
}
