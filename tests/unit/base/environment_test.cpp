// SPDX-License-Identifier: MIT
#include "base/environment.hpp"

#include <stdlib.h>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("an empty variable counts as unset")
{
    REQUIRE(::unsetenv("CPPSECRET_COLLECTION") == 0);
    CHECK_FALSE(environment("CPPSECRET_COLLECTION"));
    REQUIRE(::setenv("CPPSECRET_COLLECTION", "", 1) == 0);
    CHECK_FALSE(environment("CPPSECRET_COLLECTION"));
    REQUIRE(::setenv("CPPSECRET_COLLECTION", "work", 1) == 0);
    CHECK(environment("CPPSECRET_COLLECTION") == "work");
    REQUIRE(::unsetenv("CPPSECRET_COLLECTION") == 0);
}
