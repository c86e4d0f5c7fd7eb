// SPDX-License-Identifier: MIT
#include "client/program_path.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>

#include <doctest/doctest.h>

using namespace cppsecret;
using client::find_program;

TEST_CASE("the first executable plain file of the name is found")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "a/tool", "", 0600);
    test::write_text(folder / "b/tool", "", 0700);
    test::write_text(folder / "c/tool", "", 0700);
    std::filesystem::create_directory(folder / "d");
    std::filesystem::create_directory(folder / "d/tool");
    const std::string path = (folder / "none") + ":" + (folder / "d") + ":" + (folder / "a") + ":" +
                             (folder / "b") + ":" + (folder / "c");
    CHECK(find_program("tool", path) == folder / "b/tool");
    CHECK_FALSE(find_program("other", path));
    CHECK_FALSE(find_program("", path));
    CHECK_FALSE(find_program("tool", ""));
    CHECK_FALSE(find_program("../b/tool", folder / "c"));
}

TEST_CASE("a program is not taken from the working folder")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "tool", "", 0700);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    CHECK_FALSE(find_program("tool", ""));
    CHECK_FALSE(find_program("tool", ":"));
    CHECK_FALSE(find_program("tool", "."));
    CHECK(find_program("tool", "::.:" + folder.path()) == folder / "tool");
    std::filesystem::current_path(before);
}
