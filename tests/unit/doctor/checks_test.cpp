// SPDX-License-Identifier: MIT
#include "doctor/checks.hpp"
#include "support/temporary_folder.hpp"

#include <string>

#include <sys/stat.h>

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

TEST_CASE("a link is made in a folder that is there, and absolute")
{
    const test::TemporaryFolder folder;
    const std::string there = folder / "bin";
    REQUIRE(::mkdir(there.c_str(), 0700) == 0);
    CHECK(link_command({"/opt/a", "/opt/b c"}, "relative:/nonexistent:" + there) ==
          "ln -sf /opt/a '/opt/b c' " + there + "/");
    CHECK(link_command({"/opt/a"}, "relative:/nonexistent").empty());
    CHECK(link_command({"/opt/a"}, "").empty());
}

TEST_CASE("/usr/local/bin is the best place for a link")
{
    const std::string command = link_command({"/opt/a"}, "/usr/bin:/usr/local/bin");
    CHECK(command.find("/opt/a /usr/local/bin/") != std::string::npos);
}

TEST_CASE("the hint of a finding is what to do in words, else the command")
{
    const machine::Finding both{.advice = "take it out", .command = "edit"};
    CHECK(both.hint() == "take it out");
    CHECK(machine::Finding{.command = "edit"}.hint() == "edit");
    CHECK(machine::Finding{}.hint().empty());
}

TEST_CASE("a path with blanks can be edited")
{
    CHECK(machine::edit_command("/home/a b/auth.json") == "${EDITOR:-vi} '/home/a b/auth.json'");
}
