// SPDX-License-Identifier: MIT
#include "base/folders.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("the home folder of an account")
{
    CHECK(home_of_account(0) == "/root");
    CHECK(home_of_account(std::numeric_limits<uid_t>::max() - 1) == "/");
}
