// SPDX-License-Identifier: MIT
#include "base/read_file.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <string>

#include <sys/stat.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

FileRules up_to(std::size_t limit)
{
    FileRules rules;
    rules.limit = limit;
    return rules;
}

} // namespace

TEST_CASE("a file is read whole, if it is no longer than the limit")
{
    const test::TemporaryFolder folder;
    const std::string path = folder / "file";
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 20000U}) {
        CAPTURE(size);
        const std::string text(size, 'x');
        test::write_text(path, text);
        CHECK(read_file(path, up_to(20000)) == text);
        CHECK(read_file(path, up_to(size)) == text);
        if (size != 0)
            CHECK_THROWS_WITH_AS((void)read_file(path, up_to(size - 1)),
                                 ("'" + path + "' is too long to be read").c_str(), Error);
    }
}

TEST_CASE("a file that has no size is read to its end")
{
    const auto text = read_file("/proc/self/status", up_to(1 << 20));
    REQUIRE(text);
    CHECK(text->starts_with("Name:"));
    CHECK(text->ends_with('\n'));
    CHECK_THROWS_AS((void)read_file("/proc/self/status", up_to(10)), Error);
}

TEST_CASE("what is not there is nothing, and no error")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "");
    CHECK_FALSE(read_file(folder / "none", up_to(10)));
    CHECK_FALSE(read_file(folder / "file/below", up_to(10)));
}

TEST_CASE("what is no plain file is refused in the words of the caller")
{
    const test::TemporaryFolder folder;
    const std::string pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    FileRules rules = up_to(10);
    rules.refusal = Errc::Damaged;
    rules.name = "it";
    try {
        static_cast<void>(read_file(pipe, rules));
        FAIL("a pipe was read");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::Damaged);
        CHECK(error.what() == std::string("it is a pipe, not a plain file"));
        CHECK(error.subject() == pipe);
    }
    rules.only_plain = false;
    CHECK(read_file(pipe, rules) == ""); // nobody writes to it, and nobody is waited for
    CHECK(read_file("/dev/null", rules) == "");
    CHECK_THROWS_WITH_AS((void)read_file("/dev/zero", rules), "it is too long to be read", Error);
}

TEST_CASE("a buffer takes what must not stay in memory")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "secret");
    const auto file = FileReader::open(folder / "file", up_to(10));
    REQUIRE(file);
    CHECK(file->size() == 6);
    CHECK((file->status().st_mode & 0777U) == 0600U);
    std::string buffer(file->size(), '\0');
    CHECK(file->read(buffer) == 6);
    CHECK(buffer == "secret");
}
