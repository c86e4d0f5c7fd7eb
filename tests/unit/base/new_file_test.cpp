// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/new_file.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <cerrno>
#include <vector>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

/// What fsync() was called for since the vector was emptied: true for a folder.
std::vector<bool> synchronised;
/// What fsync() answers for folders; 0 is success.
int folder_errno = 0;

/// What fsync() does in one test.
class Synchronising {
public:
    explicit Synchronising(int error_number)
    {
        synchronised.clear();
        folder_errno = error_number;
    }
    ~Synchronising() { folder_errno = 0; }
    Synchronising(const Synchronising &) = delete;
    Synchronising &operator=(const Synchronising &) = delete;
};

} // namespace

/// Takes the place of the C library's in this program.
extern "C" int fsync(int fd)
{
    struct stat status {};
    const bool is_folder = ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    synchronised.push_back(is_folder);
    if (is_folder && folder_errno != 0) {
        errno = folder_errno;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, fd));
}

TEST_CASE("a new file is private, and lasts: it is synchronised, then its folder")
{
    const test::TemporaryFolder folder;
    const Synchronising works(0);
    write_new_file(folder / "file", "text");
    CHECK(test::read_text(folder / "file") == "text");
    CHECK(test::mode_of(folder / "file") == 0600);
    CHECK(synchronised == std::vector<bool>{false, true});
}

TEST_CASE("a folder that cannot be synchronised by its nature is no failure, any other is")
{
    const test::TemporaryFolder folder;
    {
        const Synchronising unknown(EINVAL);
        write_new_file(folder / "file", "text");
        CHECK(test::read_text(folder / "file") == "text");
    }
    const Synchronising fails(EIO);
    CHECK_THROWS_WITH_AS(
        write_new_file(folder / "other", "text"),
        ("cannot synchronise the folder '" + folder.path() + "': Input/output error").c_str(),
        Error);
    CHECK(test::count_files(folder.path()) == 1); // what may not last is not left there
}

TEST_CASE("what is there already stays as it is")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old");
    CHECK_THROWS_AS(write_new_file(folder / "file", "new"), Error);
    CHECK(test::read_text(folder / "file") == "old");
}
