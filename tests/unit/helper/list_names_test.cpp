// SPDX-License-Identifier: MIT
#include "helper/list_names.hpp"

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::helper;
using Logins = std::vector<cppsecret::keyring::Login>;
using Names = std::map<std::string, std::string>;

TEST_CASE("docker is told servers as they are stored, and Hub under its URL")
{
    CHECK(names_for_docker({}) == Names{});
    CHECK(names_for_docker(
              Logins{{"https://quay.io", "a"}, {"localhost:5000", "b"}, {"docker.io", "c"}}) ==
          Names{{"https://quay.io", "a"},
                {"localhost:5000", "b"},
                {"https://index.docker.io/v1/", "c"}});
    CHECK(names_for_docker(Logins{{"https://index.docker.io/v1/access-token", "t"}}) ==
          Names{{"https://index.docker.io/v1/access-token", "t"}});
}

TEST_CASE("of several logins for one server the newest is listed")
{
    CHECK(names_for_docker(Logins{{"quay.io", "new"}, {"quay.io", "old"}}) ==
          Names{{"quay.io", "new"}});
}

TEST_CASE("of several logins for Hub the one is listed that get would return")
{
    CHECK(names_for_docker(Logins{{"docker.io", "new"},
                                  {"https://index.docker.io/v1/", "exact"},
                                  {"https://index.docker.io/v1/", "old"}}) ==
          Names{{"https://index.docker.io/v1/", "exact"}});
    CHECK(names_for_docker(Logins{{"docker.io", "new"}, {"index.docker.io", "old"}}) ==
          Names{{"https://index.docker.io/v1/", "new"}});
}

TEST_CASE("containers are told hosts only")
{
    CHECK(names_for_containers(Logins{{"https://Quay.io/v2/", "a"},
                                      {"localhost:5000", "b"},
                                      {"https://index.docker.io/v1/", "c"},
                                      {"https://index.docker.io/v1/access-token", "t"},
                                      {"quay.io/team", "n"},
                                      {"user@odd", "o"}}) ==
          Names{{"quay.io", "a"}, {"localhost:5000", "b"}, {"docker.io", "c"}});
}

TEST_CASE("for containers too the exact spelling wins, then the newest")
{
    CHECK(names_for_containers(Logins{{"https://quay.io", "new"}, {"quay.io", "exact"}}) ==
          Names{{"quay.io", "exact"}});
    CHECK(names_for_containers(Logins{{"https://quay.io", "new"}, {"quay.io:443", "old"}}) ==
          Names{{"quay.io", "new"}, {"quay.io:443", "old"}});
}

TEST_CASE("for containers the port of https stands beside the host where it was stored with that")
{
    const Names both{{"quay.io", "a"}, {"quay.io:443", "a"}};
    for (const char *server : {"quay.io:443", "https://quay.io:443", "https://Quay.io:443/v2/"})
        CHECK(names_for_containers(Logins{{server, "a"}}) == both);
    CHECK(names_for_containers(Logins{{"quay.io:8443", "a"}}) == Names{{"quay.io:8443", "a"}});
    CHECK(names_for_containers(Logins{{"https://quay.io", "a"}}) == Names{{"quay.io", "a"}});
}
