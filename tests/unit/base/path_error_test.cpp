// SPDX-License-Identifier: MIT
#include "base/path_error.hpp"
#include "base/read_file.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

/// What reading the path fails with: its message, its hint and, if it is another path, its subject.
std::string failure_of(const std::string &path)
{
    FileRules rules;
    rules.limit = 100;
    rules.is_absent_below_file = false;
    try {
        return read_file(path, rules) ? "text" : "nothing";
    } catch (const Error &error) {
        return std::string(error.what()) + "; " + error.hint() +
               (error.subject() == path ? "" : "; of " + error.subject());
    }
}

} // namespace

TEST_CASE("a path that cannot be used comes with a command that fixes it")
{
    const test::TemporaryFolder temporary;
    const std::string folder = temporary.path();
    const auto in_folder = [&folder](const char *name) { return folder + "/" + name; };

    SUBCASE("a file in the place of a folder")
    {
        test::write_text(in_folder("f"), "x");
        CHECK(failure_of(in_folder("f/a/b")) ==
              "cannot read '" + in_folder("f/a/b") + "': '" + in_folder("f") +
                  "' is a file, not a folder; run: mv -i " + in_folder("f") + " " +
                  in_folder("f.old") + "; of " + in_folder("f"));
    }
    SUBCASE("a link to itself, as the file or as a folder above it")
    {
        std::filesystem::create_symlink("loop", in_folder("loop"));
        for (const char *path : {"loop", "loop/a"})
            CHECK(failure_of(in_folder(path)) ==
                  "cannot read '" + in_folder(path) + "': '" + in_folder("loop") +
                      "' is a link that leads to itself; run: rm " + in_folder("loop"));
    }
    SUBCASE("a folder in the place of the file")
    {
        REQUIRE(std::filesystem::create_directory(in_folder("d")));
        CHECK(failure_of(in_folder("d")) == "'" + in_folder("d") +
                                                "' is a folder, not a plain file; run: mv -i " +
                                                in_folder("d") + " " + in_folder("d.old"));
    }
    SUBCASE("a pipe")
    {
        REQUIRE(::mkfifo(in_folder("p").c_str(), 0600) == 0);
        CHECK(failure_of(in_folder("p")) ==
              "'" + in_folder("p") + "' is a pipe, not a plain file; run: rm " + in_folder("p"));
    }
    SUBCASE("of a link only the link is removed")
    {
        std::filesystem::create_symlink("/dev/null", in_folder("null"));
        CHECK(failure_of(in_folder("null")) == "'" + in_folder("null") +
                                                   "' is a device, not a plain file; run: rm " +
                                                   in_folder("null"));
    }
    SUBCASE("a device is never removed")
    {
        CHECK(failure_of("/dev/null") ==
              "'/dev/null' is a device, not a plain file; name a file in its place");
    }
    SUBCASE("other problems are those of the system")
    {
        CHECK(std::string(path_error("read", "/a", "it", EIO).what()) ==
              "cannot read it: Input/output error");
        CHECK(path_error("read", in_folder("none"), "it", EACCES).hint() ==
              "have its owner let you read it");
        test::write_text(in_folder("f"), "x", 0);
        CHECK(path_error("read", in_folder("f"), "it", EACCES).hint() ==
              "run: chmod u+r " + in_folder("f"));
    }
}
