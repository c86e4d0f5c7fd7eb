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

struct Fsync {
    std::vector<bool> calls; ///< true for those for a folder
    int folder_error = 0;    ///< the errno of those; 0 is success
};

Fsync &fsync_of_test()
{
    static Fsync state;
    return state;
}

/// What fsync() does with folders in one test.
class FolderError {
public:
    explicit FolderError(int error_number) { fsync_of_test() = {{}, error_number}; }
    ~FolderError() { fsync_of_test() = {}; }
    FolderError(const FolderError &) = delete;
    FolderError &operator=(const FolderError &) = delete;
};

} // namespace

/// Takes the place of the C library's in this program.
extern "C" int fsync(int fd)
{
    struct stat status {};
    const bool is_folder = ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    fsync_of_test().calls.push_back(is_folder);
    if (is_folder && fsync_of_test().folder_error != 0) {
        errno = fsync_of_test().folder_error;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, fd));
}

TEST_CASE("a new file is private, and lasts: it is synchronised, then its folder")
{
    const test::TemporaryFolder folder;
    const FolderError none(0);
    write_new_file(folder / "file", "text");
    CHECK(test::read_text(folder / "file") == "text");
    CHECK(test::mode_of(folder / "file") == 0600);
    CHECK(fsync_of_test().calls == std::vector<bool>{false, true});
}

TEST_CASE("a folder that cannot be synchronised by its nature is no failure, any other is")
{
    const test::TemporaryFolder folder;
    {
        const FolderError unknown(EINVAL);
        write_new_file(folder / "file", "text");
        CHECK(test::read_text(folder / "file") == "text");
    }
    const FolderError fails(EIO);
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
