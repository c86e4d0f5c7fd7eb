// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/folders.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <limits>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("missing folders are made for the owner alone")
{
    const test::TemporaryFolder folder;
    const mode_t before = ::umask(0);
    make_private_folders(folder / "a/b/c");
    ::umask(before);
    CHECK(test::mode_of(folder / "a") == 0700);
    CHECK(test::mode_of(folder / "a/b/c") == 0700);
    ::chmod((folder / "a").c_str(), 0755);
    make_private_folders(folder / "a/d");
    CHECK(test::mode_of(folder / "a") == 0755);
    test::write_text(folder / "file", "x");
    CHECK_THROWS_AS(make_private_folders(folder / "file/below"), Error);
}

TEST_CASE("in whose folder others can replace files")
{
    const test::TemporaryFolder folder;
    const auto can_with = [&folder](mode_t mode) {
        ::chmod((folder / ".").c_str(), mode);
        return can_others_replace_in(folder / ".");
    };
    CHECK_FALSE(can_with(0755));
    CHECK(can_with(0775));
    CHECK(can_with(0757));
    CHECK_FALSE(can_with(01777));
    CHECK_FALSE(can_with(0700));
    CHECK_FALSE(can_others_replace_in("/"));
    CHECK_FALSE(can_others_replace_in(folder / "absent"));
    if (::geteuid() == 0) {
        REQUIRE(::chown((folder / ".").c_str(), 65534, 65534) == 0);
        CHECK(can_others_replace_in(folder / "."));
    }
}

TEST_CASE("the home folder of an account")
{
    CHECK(home_of_account(0) == "/root");
    CHECK(home_of_account(std::numeric_limits<uid_t>::max() - 1) == "/");
}
