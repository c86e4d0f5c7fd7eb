// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/lock_folder.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

/// Sets the three variables that matter; nullptr unsets.
void set_environment(const char *runtime, const char *data, const char *home)
{
    const auto set = [](const char *name, const char *value) {
        if (value != nullptr)
            ::setenv(name, value, 1);
        else
            ::unsetenv(name);
    };
    set("XDG_RUNTIME_DIR", runtime);
    set("XDG_DATA_HOME", data);
    set("HOME", home);
}

} // namespace

TEST_CASE("locks live in the runtime folder, in a folder of their own")
{
    const test::TemporaryFolder folder;
    set_environment(folder.path().c_str(), nullptr, nullptr);
    CHECK(lock_folder() == folder.path() + "/cppsecret");
    struct stat status {};
    REQUIRE(::stat(lock_folder().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK(lock_folder() == folder.path() + "/cppsecret"); // once more: it is there now
}

TEST_CASE("without a runtime folder locks live beside the data")
{
    const test::TemporaryFolder folder;
    set_environment("relative", nullptr, folder.path().c_str());
    CHECK(lock_folder() == folder.path() + "/.local/share/cppsecret");
    set_environment("relative", (folder.path() + "/data/deep").c_str(), "/nowhere");
    CHECK(lock_folder() == folder.path() + "/data/deep/cppsecret");
    set_environment((folder.path() + "/none").c_str(), nullptr, folder.path().c_str());
    CHECK(lock_folder() == folder.path() + "/.local/share/cppsecret");
}

TEST_CASE("a folder that others can write to holds no lock")
{
    const test::TemporaryFolder folder;
    const std::string open = folder.path() + "/open";
    REQUIRE(std::filesystem::create_directory(open));
    REQUIRE(::chmod(open.c_str(), 0777) == 0);
    set_environment(open.c_str(), nullptr, folder.path().c_str());
    CHECK(lock_folder() == folder.path() + "/.local/share/cppsecret");
    REQUIRE(::chmod(lock_folder().c_str(), 0777) == 0);
    CHECK_THROWS_AS((void)lock_folder(), Error);
}

TEST_CASE("without HOME the home folder of the account counts")
{
    set_environment(nullptr, nullptr, nullptr);
    CHECK(data_folder() == home_of_account(::geteuid()) + "/.local/share/cppsecret");
    set_environment(nullptr, nullptr, ""); // the same to Go's programs
    CHECK(data_folder() == home_of_account(::geteuid()) + "/.local/share/cppsecret");
    for (const char *home : {"relative", "~"}) {
        set_environment(nullptr, nullptr, home);
        CHECK_FALSE(data_folder());
    }
}

TEST_CASE("there is no lock without a home, and never one in /tmp")
{
    set_environment("relative", "relative", "relative");
    CHECK_THROWS_AS((void)lock_folder(), Error);
}
