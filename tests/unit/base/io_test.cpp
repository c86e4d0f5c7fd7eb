// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <array>
#include <csignal>
#include <string>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

struct Pipe {
    Pipe()
    {
        std::array<int, 2> fds{};
        REQUIRE(::pipe2(fds.data(), O_CLOEXEC) == 0);
        reader = UniqueFd(fds[0]);
        writer = UniqueFd(fds[1]);
    }
    UniqueFd reader, writer;
};

} // namespace

TEST_CASE("what is written in many pieces is read whole")
{
    Pipe pipe;
    const std::string text(1'000'000, 'x'); // far more than a pipe holds
    std::thread writing([&] {
        write_fully(pipe.writer.get(), text);
        pipe.writer = UniqueFd();
    });
    std::string read(text.size() + 1, '-');
    const auto size = read_fully(pipe.reader.get(), read);
    writing.join();
    CHECK(size == text.size());
    CHECK(read.substr(0, size) == text);
}

TEST_CASE("reading stops at a full buffer")
{
    const Pipe pipe;
    write_fully(pipe.writer.get(), "abcdef");
    std::array<char, 4> buffer{};
    CHECK(read_fully(pipe.reader.get(), buffer) == 4);
    CHECK(std::string(buffer.data(), buffer.size()) == "abcd");
}

TEST_CASE("a lost answer is an error")
{
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    pipe.reader = UniqueFd();
    CHECK_THROWS_WITH_AS(write_fully(pipe.writer.get(), "x"),
                         "cannot write the answer: Broken pipe", Error);
    const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    CHECK_THROWS_AS(write_fully(full.get(), "x"), Error);
    CHECK_THROWS_AS(write_fully(-1, "x"), Error);
    std::array<char, 1> buffer{};
    CHECK_THROWS_AS((void)read_fully(-1, buffer), Error);
}

TEST_CASE("an error names the file that the caller names")
{
    std::array<char, 1> buffer{};
    const UniqueFd folder(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    CHECK_THROWS_WITH_AS((void)read_fully(folder.get(), buffer, "'/'"),
                         "cannot read '/': Is a directory", Error);
    CHECK_THROWS_WITH_AS((void)read_fully(folder.get(), buffer),
                         "cannot read the input: Is a directory", Error);
    const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    CHECK_THROWS_WITH_AS(write_fully(full.get(), "x", "'/dev/full'"),
                         "cannot write '/dev/full': No space left on device", Error);
}
