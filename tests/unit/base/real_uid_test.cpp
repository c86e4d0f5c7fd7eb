// SPDX-License-Identifier: MIT
#include "base/real_uid.hpp"

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("a uid is mapped to the one outside of the user namespace")
{
    constexpr const char *rootless = "         0       1000          1\n"
                                     "         1     100000      65536\n";
    CHECK(map_uid_to_parent(rootless, 0) == 1000);
    CHECK(map_uid_to_parent(rootless, 1) == 100000);
    CHECK(map_uid_to_parent(rootless, 65536) == 165535);
    CHECK(map_uid_to_parent(rootless, 65537) == std::nullopt);
    CHECK(map_uid_to_parent("         0          0 4294967295\n", 1000) == 1000);
    CHECK(map_uid_to_parent("0 1000 1", 0) == 1000);
}

TEST_CASE("a map that is no map says nothing")
{
    for (const char *map : {"", "\n\n", "a b c\n", "0 1000\n", "-1 0 1\n", "0 1000 0\n"})
        CHECK(map_uid_to_parent(map, 0) == std::nullopt);
}

TEST_CASE("outside of a user namespace the real uid is our own")
{
    CHECK(real_uid() == ::geteuid());
}
