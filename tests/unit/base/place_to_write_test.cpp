// SPDX-License-Identifier: MIT
#include "base/place_to_write.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <functional>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace fs = std::filesystem;

namespace {

constexpr uid_t mallory = 4321;

void give_away(const std::string &path)
{
    REQUIRE(::lchown(path.c_str(), mallory, mallory) == 0);
}

/// Where a path leads, or why nothing is written there, with the folder as "~".
std::string place_of(const test::TemporaryFolder &folder, const std::string &name)
{
    std::string text;
    try {
        text = PlaceToWrite(folder / name, MissingFolders::Make).path();
    } catch (const Error &error) {
        text = error.what();
        const auto distrust = find_distrust(folder / name);
        CHECK(distrust);
        CHECK((!distrust || distrust->what() == text));
    }
    for (auto at = text.find(folder.path()); at != std::string::npos; at = text.find(folder.path()))
        text.replace(at, folder.path().size(), "~");
    return text;
}

} // namespace

TEST_CASE("missing folders are made for the owner alone")
{
    const test::TemporaryFolder folder;
    const mode_t before = ::umask(0);
    const PlaceToWrite place(folder / "a/b/c/file", MissingFolders::Make);
    ::umask(before);
    CHECK(test::mode_of(folder / "a") == 0700);
    CHECK(test::mode_of(folder / "a/b/c") == 0700);
    CHECK(place.name() == "file");
    CHECK(place.folder_path() == folder / "a/b/c");
    CHECK_FALSE(place.file());
    ::chmod((folder / "a").c_str(), 0755);
    static_cast<void>(PlaceToWrite(folder / "a/d/file", MissingFolders::Make));
    CHECK(test::mode_of(folder / "a") == 0755);
    test::write_text(folder / "file", "x");
    CHECK_THROWS_AS(PlaceToWrite(folder / "file/below/file", MissingFolders::Make), Error);
    CHECK_THROWS_AS(PlaceToWrite(folder / "none/file"), Error);
    CHECK_FALSE(fs::exists(folder / "none"));
    CHECK_FALSE(find_distrust(folder / "none/file"));
    CHECK_FALSE(fs::exists(folder / "none"));
}

TEST_CASE("the links of a person are followed")
{
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "dotfiles/docker");
    fs::create_symlink("dotfiles/docker", folder / ".docker");
    CHECK(place_of(folder, ".docker/config.json") == "~/dotfiles/docker/config.json");
    fs::create_symlink(folder / "dotfiles/auth.json", folder / "dotfiles/docker/config.json");
    CHECK(place_of(folder, ".docker/config.json") == "~/dotfiles/auth.json");
    CHECK(place_of(folder, "./.docker/../docker//config.json") == "~/dotfiles/auth.json");
    fs::create_symlink("new/deep/file", folder / "dotfiles/docker/dangling");
    CHECK(place_of(folder, ".docker/dangling") == "~/dotfiles/docker/new/deep/file");
    CHECK(fs::is_directory(folder / "dotfiles/docker/new/deep"));
    CHECK_THROWS_AS(PlaceToWrite(folder / ".docker", MissingFolders::Refuse), Error);
    const PlaceToWrite link(folder / ".docker", MissingFolders::Refuse, LastLink::Keep);
    CHECK(S_ISLNK(link.file().value().st_mode));
}

TEST_CASE("what a link to a folder leads to is not made")
{
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "d");
    fs::create_symlink("d/none", folder / "dangling");
    fs::create_symlink("dangling", folder / "to-it");
    for (const char *path : {"dangling/file", "to-it/new/file"}) {
        CHECK_THROWS_WITH_AS(
            PlaceToWrite(folder / path, MissingFolders::Make),
            ("the link '" + (folder / "dangling") + "' leads to no folder").c_str(), Error);
        CHECK_FALSE(find_distrust(folder / path));
    }
    CHECK(fs::is_empty(folder / "d"));
    fs::create_symlink("d", folder / "e");
    static_cast<void>(PlaceToWrite(folder / "e/new/file", MissingFolders::Make));
    CHECK(fs::is_directory(folder / "d/new"));
}

TEST_CASE("what is not trusted is not written, and the message says what to do")
{
    if (::geteuid() != 0)
        return; // nobody else may give files away
    struct Row {
        const char *name;
        std::function<void(const test::TemporaryFolder &)> make;
        const char *path;
        const char *problem;
    };
    const auto give = [](const char *name) {
        return [name](const test::TemporaryFolder &folder) { give_away(folder / name); };
    };
    for (const Row &row : {
             Row{"a folder of another user", give("d"), "d/file",
                 "cannot write '~/d/file': '~/d' is not yours"},
             Row{"a folder below that is not there", give("d"), "d/new/file",
                 "cannot write '~/d/new/file': '~/d' is not yours"},
             Row{"a file of another user", give("d/old"), "d/old",
                 "cannot write '~/d/old': '~/d/old' is not yours"},
             Row{"a folder that others can write to",
                 [](const auto &folder) { ::chmod((folder / "d").c_str(), 0777); }, "d/file",
                 "cannot write '~/d/file': others can replace files in '~/d'"},
             Row{"a sticky one", [](const auto &folder) { ::chmod((folder / "d").c_str(), 01777); },
                 "d/file", "~/d/file"},
             Row{"a file of another user in a sticky one",
                 [](const auto &folder) {
                     ::chmod((folder / "d").c_str(), 01777);
                     give_away(folder / "d/old");
                 },
                 "d/old", "cannot write '~/d/old': '~/d/old' is not yours"},
             Row{"a folder of ours in one of another user", give("."), "d/file", "~/d/file"},
             Row{"a link of another user", give("link"), "link/file",
                 "cannot write '~/link/file': the link '~/link' is not yours, and not followed"},
             Row{"a link in a folder of another user", give("."), "link/file",
                 "cannot write '~/link/file': the link '~/link' is not yours, and not followed"},
             Row{"a link that leads through a folder of another user", give("e"), "through/file",
                 "cannot write '~/through/file': the link '~/through' leads through '~/e', which "
                 "is not yours"},
         }) {
        CAPTURE(row.name);
        const test::TemporaryFolder folder;
        test::write_text(folder / "d/old", "old");
        fs::create_directories(folder / "e/inner");
        fs::create_symlink("d", folder / "link");
        fs::create_symlink("e/inner", folder / "through");
        row.make(folder);
        CHECK(place_of(folder, row.path) == row.problem);
        CHECK(test::read_text(folder / "d/old") == "old");
        CHECK_FALSE(fs::exists(folder / "d/new"));
    }
}

TEST_CASE("who renames the folder of a path, or makes a link of it, redirects nothing")
{
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "d");
    fs::create_directories(folder / "elsewhere");
    const PlaceToWrite place(folder / "d/file");
    fs::rename(folder / "d", folder / "moved");
    fs::create_symlink("elsewhere", folder / "d");
    const UniqueFd file(::openat(place.folder(), place.name().c_str(), O_WRONLY | O_CREAT, 0600));
    CHECK(file);
    CHECK(fs::exists(folder / "moved/file"));
    CHECK(fs::is_empty(folder / "elsewhere"));
}

TEST_CASE("a file is removed, a link itself, and nothing where nothing is")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "file", "x");
    fs::create_symlink("file", folder / "link");
    remove_file(folder / "link");
    CHECK_FALSE(fs::is_symlink(folder / "link"));
    CHECK(fs::exists(folder / "file"));
    remove_file(folder / "file");
    CHECK_FALSE(fs::exists(folder / "file"));
    remove_file(folder / "file");
    remove_file(folder / "none/file");
}
