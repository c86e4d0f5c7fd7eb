// SPDX-License-Identifier: MIT
#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

void replace(const std::string &path, std::string_view text)
{
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

/// Sets the umask for one test.
class Umask {
public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}
    ~Umask() { ::umask(before_); }
    Umask(const Umask &) = delete;
    Umask &operator=(const Umask &) = delete;

private:
    mode_t before_;
};

} // namespace

TEST_CASE("a new file has mode 0600, whatever the umask")
{
    for (const mode_t mask : {mode_t{0}, mode_t{022}, mode_t{0777 & ~0600U}}) {
        const test::TemporaryFolder folder;
        const Umask umask(mask);
        replace(folder / "file", "text");
        CHECK(test::read_text(folder / "file") == "text");
        CHECK(test::mode_of(folder / "file") == 0600);
        CHECK(test::count_files(folder.path()) == 1);
    }
}

TEST_CASE("a file that is replaced keeps its mode")
{
    for (const mode_t mode : {mode_t{0600}, mode_t{0644}, mode_t{0400}, mode_t{0660}}) {
        const test::TemporaryFolder folder;
        test::write_text(folder / "file", "old", mode);
        replace(folder / "file", "new");
        CHECK(test::read_text(folder / "file") == "new");
        CHECK(test::mode_of(folder / "file") == mode);
    }
}

TEST_CASE("the temporary file is never looser than its target")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old", 0640);
    const AtomicFile file(folder / "file");
    for (const auto &entry : std::filesystem::directory_iterator(folder.path()))
        CHECK((test::mode_of(entry.path()) & ~mode_t{0640}) == 0);
}

TEST_CASE("a file that is replaced keeps its group")
{
    if (::geteuid() != 0)
        return; // nobody else may give files away
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old", 0640);
    REQUIRE(::chown((folder / "file").c_str(), 0, 5678) == 0);
    replace(folder / "file", "new");
    struct stat status {};
    REQUIRE(::stat((folder / "file").c_str(), &status) == 0);
    CHECK(status.st_gid == 5678);
    CHECK((status.st_mode & 07777) == 0640);
}

TEST_CASE("a file of somebody else is not replaced, nor is one in his folder")
{
    if (::geteuid() != 0)
        return;
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old");
    test::write_text(folder / ".file.cppsecret-a1B2c3", "his");
    SUBCASE("the file")
    {
        REQUIRE(::chown((folder / "file").c_str(), 1234, 5678) == 0);
    }
    SUBCASE("the folder")
    {
        REQUIRE(::chown(folder.path().c_str(), 1234, 5678) == 0);
    }
    CHECK_THROWS_AS(AtomicFile(folder / "file"), Error);
    remove_leftovers(folder / "file");
    CHECK_FALSE(has_temporary_files(folder / "file"));
    CHECK(test::read_text(folder / "file") == "old");
    CHECK(test::count_files(folder.path()) == 2);
}

TEST_CASE("what is not committed is taken back")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old");
    {
        AtomicFile file(folder / "file");
        file.write("new");
        CHECK(test::read_text(folder / "file") == "old");
        CHECK(test::count_files(folder.path()) == 2);
    }
    CHECK(test::read_text(folder / "file") == "old");
    CHECK(test::count_files(folder.path()) == 1);
}

TEST_CASE("symbolic links are followed and kept")
{
    namespace fs = std::filesystem;
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "dotfiles/deep");
    fs::create_directories(folder / "home");
    const std::string link = folder / "home/auth.json";
    SUBCASE("absolute")
    {
        test::write_text(folder / "dotfiles/auth.json", "old", 0640);
        fs::create_symlink(folder / "dotfiles/auth.json", link);
    }
    SUBCASE("relative")
    {
        test::write_text(folder / "dotfiles/auth.json", "old", 0640);
        fs::create_symlink("../dotfiles/auth.json", link);
    }
    SUBCASE("a chain")
    {
        test::write_text(folder / "dotfiles/auth.json", "old", 0640);
        fs::create_symlink("../auth.json", folder / "dotfiles/deep/second");
        fs::create_symlink("../dotfiles/deep/second", link);
    }
    SUBCASE("to nothing yet")
    {
        fs::create_symlink("../dotfiles/auth.json", link);
    }
    replace(link, "new");
    CHECK(fs::is_symlink(link));
    CHECK(test::read_text(folder / "dotfiles/auth.json") == "new");
    CHECK(test::count_files(folder / "home") == 1);
}

TEST_CASE("links that lead in a circle are an error")
{
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink("b", folder / "a");
    std::filesystem::create_symlink("a", folder / "b");
    CHECK_THROWS_AS(AtomicFile(folder / "a"), Error);
}

TEST_CASE("what cannot be replaced is named")
{
    const test::TemporaryFolder folder;
    SUBCASE("a folder")
    {
        CHECK_THROWS_WITH_AS(AtomicFile(folder.path()),
                             ("'" + folder.path() + "' is a folder, not a plain file").c_str(),
                             Error);
    }
    SUBCASE("a pipe")
    {
        const std::string pipe = folder / "pipe";
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        CHECK_THROWS_WITH_AS(AtomicFile{pipe},
                             ("'" + pipe + "' is a pipe, not a plain file").c_str(), Error);
    }
    SUBCASE("a file in a folder that is not there")
    {
        CHECK_THROWS_AS(AtomicFile(folder / "nowhere/file"), Error);
    }
    SUBCASE("a file system that is read-only")
    {
        try {
            const AtomicFile file("/proc/self/status");
            FAIL("a file of /proc was replaced");
        } catch (const Error &error) {
            CHECK(error.code() == Errc::System);
        }
    }
}

TEST_CASE("a commit that fails leaves the old content and no other file")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "old");
    {
        AtomicFile file(folder / "file");
        file.write("new");
        // the target becomes a folder that is not empty, so that rename(2) fails
        std::filesystem::remove(folder / "file");
        test::write_text(folder / "file/inside", "old");
        CHECK_THROWS_AS(file.commit(), Error);
    }
    CHECK(test::count_files(folder.path()) == 1);
    CHECK(test::read_text(folder / "file/inside") == "old");
}

TEST_CASE("leftovers of killed writers are removed, and nothing else")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "auth.json", "x");
    test::write_text(folder / ".auth.json.cppsecret-a1B2c3", "secret");
    test::write_text(folder / ".auth.json.cppsecret-notes", "mine");
    test::write_text(folder / ".other.json.cppsecret-a1B2c3", "other");
    CHECK(has_temporary_files(folder / "auth.json"));
    remove_leftovers(folder / "auth.json");
    CHECK_FALSE(has_temporary_files(folder / "auth.json"));
    CHECK(test::count_files(folder.path()) == 3);
    CHECK_FALSE(std::filesystem::exists(folder / ".auth.json.cppsecret-a1B2c3"));
    CHECK_FALSE(has_temporary_files(folder / "nowhere/auth.json"));
    remove_leftovers(folder / "nowhere/auth.json");
}

TEST_CASE("a very long name has room for its temporary file")
{
    const test::TemporaryFolder folder;
    const std::string path = folder / std::string(255, 'n');
    replace(path, "text");
    CHECK(test::read_text(path) == "text");
    CHECK(test::count_files(folder.path()) == 1);
}

TEST_CASE("the folder of a path")
{
    struct Row {
        const char *name;
        std::string path, folder;
    };
    for (const Row &row : {Row{"absolute", "/a/b", "/a"}, Row{"at the root", "/a", "/"},
                           Row{"relative", "a/b", "a"}, Row{"bare", "a", "."}})
        SUBCASE(row.name)
        {
            CHECK(folder_of(row.path) == row.folder);
        }
}
