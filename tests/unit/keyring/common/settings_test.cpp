// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/common/settings.hpp"

#include <stdlib.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;
using namespace std::chrono_literals;

TEST_CASE("a call may take 10 seconds, and 60 once a person is asked")
{
    CHECK(Settings{}.limit_without_prompt() == 10s);
    CHECK(Settings{}.limit_with_prompt() == 60s);
}

TEST_CASE("CPPSECRET_TIMEOUT sets both limits")
{
    Settings settings;
    settings.timeout = 3s;
    CHECK(settings.limit_without_prompt() == 3s);
    CHECK(settings.limit_with_prompt() == 3s);
}

TEST_CASE("a timeout is a whole number of seconds from 1 to 3600")
{
    CHECK(parse_timeout("1") == 1s);
    CHECK(parse_timeout("3600") == 3600s);
    for (const char *text :
         {"", "0", "-1", "3601", "1.5", "10s", " 1", "x", "99999999999999999999"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_timeout(text));
    }
}

TEST_CASE("a wrong CPPSECRET_TIMEOUT is told, and is what the error is about")
{
    REQUIRE(::setenv("CPPSECRET_TIMEOUT", "3", 1) == 0);
    CHECK(settings_from_environment().timeout == 3s);
    REQUIRE(::setenv("CPPSECRET_TIMEOUT", "10s", 1) == 0);
    try {
        static_cast<void>(settings_from_environment());
        FAIL_CHECK("it was taken");
    } catch (const Error &error) {
        CHECK(error.what() ==
              std::string("CPPSECRET_TIMEOUT is not a number of seconds from 1 to 3600"));
        CHECK(error.subject() == "CPPSECRET_TIMEOUT");
    }
    REQUIRE(::unsetenv("CPPSECRET_TIMEOUT") == 0);
}

TEST_CASE("an empty environment variable counts as unset")
{
    REQUIRE(::setenv("CPPSECRET_COLLECTION", "", 1) == 0);
    CHECK(settings_from_environment().collection.empty());
    REQUIRE(::setenv("CPPSECRET_COLLECTION", "work", 1) == 0);
    CHECK(settings_from_environment().collection == "work");
    REQUIRE(::unsetenv("CPPSECRET_COLLECTION") == 0);
}
