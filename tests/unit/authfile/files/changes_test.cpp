// SPDX-License-Identifier: MIT
#include "authfile/files/changes.hpp"
#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

TEST_CASE("a helper is named for a host only")
{
    for (const std::string registry :
         {"quay.io", "localhost:5000", "https://index.docker.io/v1/", "docker.io", "[::1]:5000"}) {
        Changes changes;
        changes.set_helper(registry, "cppsecret");
        CHECK(changes.helpers().at(registry) == "cppsecret");
    }
    for (const std::string registry : {"", "https://quay.io", "quay.io/ns", "quay.io/", "a b",
                                       "a\nb", "\xff", "https://index.docker.io/v2/"}) {
        CAPTURE(registry);
        Changes changes;
        CHECK_THROWS_AS(changes.set_helper(registry, "cppsecret"), Error);
        CHECK(changes.are_none());
    }
}

TEST_CASE("the name of a helper is that of a program")
{
    for (const std::string helper : {"", "../evil", "a/b", "a b", "\xff", "x\n"}) {
        CAPTURE(helper);
        Changes changes;
        CHECK_THROWS_AS(changes.set_helper("quay.io", helper), Error);
        CHECK_THROWS_AS(changes.set_creds_store(helper), Error);
        CHECK(changes.are_none());
    }
}

TEST_CASE("the last word about a registry counts")
{
    Changes changes;
    changes.set_helper("quay.io", "a");
    changes.remove_helper("quay.io");
    CHECK_FALSE(changes.helpers().at("quay.io"));
    changes.set_helper("quay.io", "b");
    CHECK(changes.helpers().at("quay.io") == "b");
    changes.set_creds_store("x");
    changes.remove_creds_store();
    CHECK(changes.creds_store() == "");
}
