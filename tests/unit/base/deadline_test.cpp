// SPDX-License-Identifier: MIT
#include "base/deadline.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::chrono_literals;

TEST_CASE("a deadline passes, and what remains is never negative")
{
    const Deadline past = Deadline::after(0ms);
    CHECK(past.has_passed());
    CHECK(past.remaining() == 0ms);
    const Deadline future = Deadline::after(1h);
    CHECK_FALSE(future.has_passed());
    CHECK(future.remaining() > 59min);
    CHECK(future.remaining() <= 1h);
}

TEST_CASE("a deadline is moved later only")
{
    Deadline deadline = Deadline::after(1h);
    const auto end = deadline.end();
    deadline.extend_to(1min);
    CHECK(deadline.end() == end);
    deadline.extend_to(2h);
    CHECK(deadline.end() > end);
}
