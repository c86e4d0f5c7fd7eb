// SPDX-License-Identifier: MIT
#include "doctor/look.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::doctor;

TEST_CASE("the version is found in what a program says of itself")
{
    CHECK(version_in("gnome-keyring-daemon: 42.1\ntesting: enabled\n") == "42.1");
    CHECK(version_in("KeePassXC 2.7.4") == "2.7.4");
    CHECK(version_in("5.103.0") == "5.103.0");
    CHECK(version_in("usage: 7 things").empty());
    CHECK(version_in("").empty());
}

TEST_CASE("PATH is found in the environment of systemd's units")
{
    CHECK(path_in("HOME=x\nPATH=/a:/b\nZ=y\n") == "/a:/b");
    CHECK(path_in("PATH=/a\tb") == "/a b");
    CHECK(path_in("PATH=") == "");
    CHECK(path_in("XPATH=/a\nHOME=PATH=/b\n") == std::nullopt);
    CHECK(path_in("") == std::nullopt);
}

TEST_CASE("of a PATH the folders count that are absolute and there")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "");
    const SearchPath path =
        look_at_search_path("relative:/nonexistent::" + folder / "file" + ":" + folder.path());
    REQUIRE(path.folders.size() == 1);
    CHECK(path.folders.front().path == folder.path());
    CHECK(path.folders.front().is_writable);
    CHECK(look_at_search_path("").folders.empty());
}

TEST_CASE("HOME has an owner if it is a folder")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "");
    authfile::Environment environment;
    environment.home = folder.path();
    CHECK(look_at_account(environment).home_owner == ::geteuid());
    for (const char *name : {"file", "nothing"}) {
        environment.home = folder / name;
        CHECK(look_at_account(environment).home_owner == std::nullopt);
    }
}
