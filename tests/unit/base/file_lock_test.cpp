// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "support/temporary_folder.hpp"

#include <future>
#include <optional>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::chrono_literals;

TEST_CASE("a lock that is free is taken at once, and one that is not is left")
{
    const test::TemporaryFolder folder;
    std::optional<FileLock> lock = FileLock::if_free(folder / "lock");
    CHECK(lock);
    CHECK_FALSE(FileLock::if_free(folder / "lock"));
    lock.reset();
    CHECK(FileLock::if_free(folder / "lock"));
    CHECK_THROWS_AS((void)FileLock::if_free(folder / "none/lock"), Error);
}

TEST_CASE("a lock is made for its owner alone and can be had again")
{
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/a.lock";
    {
        const FileLock lock(path, Deadline::after(1s));
        CHECK_FALSE(lock.had_to_wait());
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
    CHECK_FALSE(FileLock(path, Deadline::after(1s)).had_to_wait());
}

TEST_CASE("a lock that stays taken times out at the deadline")
{
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/a.lock";
    const FileLock holder(path, Deadline::after(1s));
    const auto before = std::chrono::steady_clock::now();
    try {
        const FileLock late(path, Deadline::after(50ms));
        FAIL("locked twice");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::TimedOut);
    }
    CHECK(std::chrono::steady_clock::now() - before >= 50ms);
}

TEST_CASE("a lock that is let go goes to who waits, with the note of the holder")
{
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/a.lock";
    std::optional<FileLock> holder(std::in_place, path, Deadline::after(1s));
    holder->write_note("a long first note");
    holder->write_note("done");
    auto waiting = std::async(std::launch::async, [&path] {
        const FileLock lock(path, Deadline::after(20s));
        return std::pair(lock.had_to_wait(), lock.read_note());
    });
    // the waiter shows in the kernel's list of locks as blocked ("->")
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    const std::string inode = ":" + std::to_string(status.st_ino) + " ";
    while (!test::is_blocked_lock(inode))
        std::this_thread::yield();
    holder.reset();
    const auto [had_to_wait, note] = waiting.get();
    CHECK(had_to_wait);
    CHECK(note == "done");
}

TEST_CASE("a lock file that is no plain file of ours is refused")
{
    const test::TemporaryFolder folder;
    const std::string link = folder.path() + "/link";
    REQUIRE(::symlink("/etc/passwd", link.c_str()) == 0);
    CHECK_THROWS_AS(FileLock(link, Deadline::after(1s)), Error);
    const std::string fifo = folder.path() + "/fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_THROWS_AS(FileLock(fifo, Deadline::after(1s)), Error);
    CHECK_THROWS_AS(FileLock(folder.path(), Deadline::after(1s)), Error);
    CHECK_THROWS_AS(FileLock(folder.path() + "/none/a.lock", Deadline::after(1s)), Error);
}
