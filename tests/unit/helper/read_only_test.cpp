// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "helper/read_only.hpp"
#include "support/environment.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using test::Variable;

TEST_CASE("without CPPSECRET_READONLY logins may be changed")
{
    CHECK_NOTHROW(helper::require_changes_allowed());
    CHECK_NOTHROW(helper::require_store_allowed());
    for (const char *off : {"", "0"}) {
        const Variable variable("CPPSECRET_READONLY", off);
        CAPTURE(off);
        CHECK_NOTHROW(helper::require_changes_allowed());
        CHECK_NOTHROW(helper::require_store_allowed());
    }
}

TEST_CASE("CPPSECRET_READONLY=1 forbids it")
{
    const Variable variable("CPPSECRET_READONLY", "1");
    constexpr const char *refusal = "CPPSECRET_READONLY forbids changes to the keyring";
    CHECK_THROWS_WITH_AS(helper::require_changes_allowed(), refusal, Error);
    CHECK_THROWS_WITH_AS(helper::require_store_allowed(), refusal, Error);
}

TEST_CASE("any other value is an error, never a keyring that can be written to")
{
    for (const char *value : {"true", "yes", "no", "01", "1 ", " ", "\xff"}) {
        const Variable variable("CPPSECRET_READONLY", value);
        CAPTURE(value);
        constexpr const char *wrong = "CPPSECRET_READONLY is neither 0 nor 1";
        CHECK_THROWS_WITH_AS(helper::require_changes_allowed(), wrong, Error);
        CHECK_THROWS_WITH_AS(helper::require_store_allowed(), wrong, Error);
    }
}
