// SPDX-License-Identifier: MIT
#include "base/way_out.hpp"
#include "support/environment.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("the variable that leads into somebody else's folder is named")
{
    const test::Variable home("HOME", "/home/bob/");
    const test::Variable runtime("XDG_RUNTIME_DIR", "/run/user/7");
    const test::Variable docker("DOCKER_CONFIG", "/home/bob/docker");
    const test::Variable sudo("SUDO_UID", "");
    struct Row {
        const char *name, *path, *start;
    };
    for (const Row &row : {
             Row{"HOME", "/home/bob/.config/containers/auth.json",
                 "set HOME to your own home folder: export HOME="},
             Row{"HOME itself", "/home/bob", "set HOME to your own home folder: export HOME="},
             Row{"another", "/run/user/7/containers/auth.json",
                 "set XDG_RUNTIME_DIR to a place of your own, or unset it"},
             Row{"the nearest", "/home/bob/docker/config.json",
                 "set DOCKER_CONFIG to a place of your own, or unset it"},
             Row{"none", "/home/bobby/auth.json", "name a place in a folder of your own"},
         }) {
        CAPTURE(row.name);
        CHECK(way_out(row.path).starts_with(row.start));
        CHECK(way_out(row.path).find("sudo") == std::string::npos);
    }
    const test::Variable under_sudo("SUDO_UID", "1000");
    CHECK(way_out("/home/bob/x").ends_with(", or use 'sudo -H'"));
}
