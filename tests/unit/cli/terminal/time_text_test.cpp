// SPDX-License-Identifier: MIT
#include "cli/terminal/time_text.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::cli;

TEST_CASE("times are printed as RFC 3339 has them")
{
    CHECK(utc_time(0) == "1970-01-01T00:00:00Z");
    CHECK(utc_time(1795308303) == "2026-11-22T00:45:03Z");
}

TEST_CASE("a time that no calendar holds is none")
{
    CHECK(utc_time(0x7fffffffffffffffU) == "-");
    CHECK(local_time(0x7fffffffffffffffU) == "-");
}
