// SPDX-License-Identifier: MIT
#include "authfile/registries/certs_places.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("where the folders are")
{
    CHECK(authfile::certs_places("/home/ann") ==
          std::vector<std::string>{"/home/ann/.config/containers/certs.d",
                                   "/etc/containers/certs.d", "/etc/docker/certs.d"});
}
