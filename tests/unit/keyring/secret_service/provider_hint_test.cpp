// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_hint.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

TEST_CASE("who has no provider is told the packages of the distribution")
{
    CHECK(no_provider_hint({.id = "fedora"}) ==
          "run 'dnf install gnome-keyring' (or keepassxc) as root; or start KeePassXC, with its "
          "Secret Service integration on, or KWallet");
    CHECK(no_provider_hint(glibpp::OsRelease{}) ==
          "install gnome-keyring or keepassxc as this system does it; or start KeePassXC, with its "
          "Secret Service integration on, or KWallet");
}
