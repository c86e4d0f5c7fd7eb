// SPDX-License-Identifier: MIT
#include "authfile/registries/certs_places.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("where the folders are")
{
    using Places = std::vector<std::string>;
    authfile::Environment ann;
    ann.home = "/home/ann";
    ann.config_home = "/conf";
    ann.uid = 1000;
    CHECK(authfile::certs_places(ann, false) == Places{"/home/ann/.config/containers/certs.d",
                                                       "/etc/containers/certs.d",
                                                       "/etc/docker/certs.d"});
    // podman 6
    CHECK(authfile::certs_places(ann, true) ==
          Places{"/conf/containers/certs.d", "/etc/containers/certs.rootless.d/1000",
                 "/etc/containers/certs.rootless.d", "/etc/containers/certs.d",
                 "/usr/share/containers/certs.rootless.d/1000",
                 "/usr/share/containers/certs.rootless.d", "/usr/share/containers/certs.d",
                 "/etc/docker/certs.d"});
    authfile::Environment root;
    root.home = "/root";
    CHECK(authfile::certs_places(root, true) ==
          Places{"/root/.config/containers/certs.d", "/etc/containers/certs.rootful.d",
                 "/etc/containers/certs.d", "/usr/share/containers/certs.rootful.d",
                 "/usr/share/containers/certs.d", "/etc/docker/certs.d"});
}
