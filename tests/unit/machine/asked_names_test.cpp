// SPDX-License-Identifier: MIT
#include "machine/model/asked_names.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::machine;

using Names = std::vector<std::string>;

TEST_CASE("the names of images that lead to a login")
{
    struct Row {
        std::string key;
        Names containers, docker;
    };
    const std::vector<Row> rows = {
        {"q.io", {"q.io"}, {"q.io"}},
        {"q.io:5000", {"q.io:5000"}, {"q.io:5000"}},
        {"localhost", {"localhost"}, {"localhost"}},
        // what the person wrote, and what our keys make of it
        {"q.io:443", {"q.io", "q.io:443"}, {"q.io", "q.io:443"}},
        {"Q.io", {"q.io", "Q.io"}, {"q.io", "Q.io"}},
        {"https://q.io", {"q.io"}, {"q.io"}},
        {"https://q.io/v1/", {"q.io"}, {"q.io"}},
        {"http://q.io/some/path", {"q.io/some/path", "q.io"}, {"q.io"}},
        {"q.io/team", {"q.io/team"}, {"q.io"}},
        {"q.io/team/app", {"q.io/team/app"}, {"q.io"}},
        {"https://index.docker.io/v1/", {"docker.io"}, {"docker.io"}},
        {"docker.io", {"docker.io"}, {"docker.io"}},
        {"registry-1.docker.io",
         {"docker.io", "registry-1.docker.io"},
         {"docker.io", "registry-1.docker.io"}},
        {"https://index.docker.io/v1/access-token",
         {"docker.io"},
         {"https://index.docker.io/v1/access-token"}},
        // no image begins like this
        {"*.dkr.ecr.us-east-1.amazonaws.com", {}, {}},
        {"<your registry>", {}, {}},
        {"fake", {}, {}},
        {"${REGISTRY}", {}, {}},
        {"", {}, {}},
    };
    for (const Row &row : rows) {
        CAPTURE(row.key);
        CHECK(names_for_login(Family::Containers, row.key) == row.containers);
        CHECK(names_for_login(Family::Docker, row.key) == row.docker);
    }
}

TEST_CASE("the names of images that lead to a helper's entry")
{
    struct Row {
        std::string key;
        Names containers, docker;
    };
    const std::vector<Row> rows = {
        {"q.io", {"q.io"}, {"q.io"}},
        {"q.io:443", {"q.io:443"}, {"q.io:443"}},
        {"Q.io", {"Q.io"}, {"Q.io"}},
        {"docker.io", {"docker.io"}, {}},
        {"registry-1.docker.io", {"registry-1.docker.io"}, {"registry-1.docker.io"}},
        {"https://index.docker.io/v1/", {}, {"docker.io"}},
        {"https://q.io", {}, {}},
        {"q.io/", {}, {}},
        {"q.io/team", {}, {}},
        {"*.dkr.ecr.us-east-1.amazonaws.com", {}, {}},
        {"AWS_ACCOUNT.dkr.ecr.REGION.amazonaws.com/", {}, {}},
        {"<registry>", {}, {}},
        {"fake", {}, {}},
        {"", {}, {}},
    };
    for (const Row &row : rows) {
        CAPTURE(row.key);
        CHECK(names_for_helper(Family::Containers, row.key) == row.containers);
        CHECK(names_for_helper(Family::Docker, row.key) == row.docker);
    }
}
