// SPDX-License-Identifier: MIT
#include "helper/verbs.hpp"
#include "support/environment.hpp"
#include "support/keyring_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using test::Variable;

namespace {

constexpr const char *keyring_file = ".local/share/cppsecret/keyring";

/// The paths of a verb, ~ for the home: "r PATH" to read, "w FOLDER" to change.
std::string files_of(const test::Home &home, std::string_view verb)
{
    const FilesInUse files = helper::files_of_verb(verb);
    std::string text;
    for (const std::string &path : files.readable)
        text += "r " + path + "\n";
    for (const std::string &path : files.writable)
        text += "w " + path + "\n";
    return home.shortened(text);
}

} // namespace

TEST_CASE("what opens no keyring needs no file")
{
    const test::Home home;
    for (const char *verb : {"version", "--help", "no-verb"})
        CHECK(files_of(home, verb).empty());
    CHECK_FALSE(std::filesystem::exists(home / "run/cppsecret"));
}

TEST_CASE("a verb has the folder of the locks, which is made")
{
    const test::Home home;
    CHECK(files_of(home, "get") == "w ~/run/cppsecret\n");
    CHECK(std::filesystem::exists(home / "run/cppsecret"));
    CHECK(files_of(home, "list") == "w ~/run/cppsecret\n");
    CHECK(files_of(home, "erase") == "w ~/run/cppsecret\n");
    CHECK(files_of(home, "store") ==
          "r /proc/" + std::to_string(::getppid()) + "/cmdline\nw ~/run/cppsecret\n");
}

TEST_CASE("a keyring file is changed by store and erase alone, where its key is kept")
{
    test::Home home(test::in_memory);
    home.write(keyring_file, "");
    CHECK(files_of(home, "get") == "r ~/.local/share/cppsecret\nw ~/run/cppsecret\n");
    CHECK(files_of(home, "erase") == "w ~/run/cppsecret\nw ~/.local/share/cppsecret\n");
}

TEST_CASE("a keyring file behind a link is where the link leads")
{
    test::Home home(test::in_memory);
    home.write("synced/keyring", "");
    std::filesystem::create_directories(home / ".local/share/cppsecret");
    std::filesystem::create_symlink(home / "synced/keyring", home / keyring_file);
    CHECK(files_of(home, "get") == "r ~/synced\nw ~/run/cppsecret\n");
}

TEST_CASE("on a disk no key is kept, and who derives it has a lock beside the keyring file")
{
    const auto disk = test::folder_on_disk();
    if (!disk) {
        MESSAGE("every folder here is in memory");
        return;
    }
    test::Home home(*disk);
    home.write(keyring_file, "");
    CHECK(files_of(home, "get") == "w ~/run/cppsecret\nw ~/.local/share/cppsecret\n");
}

TEST_CASE("without a session who derives the key has a lock beside the keyring file")
{
    test::Home home;
    home.write(keyring_file, "");
    const Variable runtime("XDG_RUNTIME_DIR", home / "none");
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", std::nullopt);
    CHECK(files_of(home, "get") == "w ~/.local/share/cppsecret\n");
}

TEST_CASE("without session, bus and keyring file nothing is made")
{
    const test::Home home;
    const Variable runtime("XDG_RUNTIME_DIR", home / "none");
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", std::nullopt);
    CHECK(files_of(home, "erase").empty());
    CHECK_FALSE(std::filesystem::exists(home / ".local"));
}

TEST_CASE("a bus without a session: the locks are beside the data")
{
    const test::Home home;
    const Variable runtime("XDG_RUNTIME_DIR", home / "none");
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    CHECK(files_of(home, "get") == "w ~/.local/share/cppsecret\n");
}

TEST_CASE("a passphrase is read where the variables name it")
{
    const test::Home home;
    const Variable file("CPPSECRET_PASSPHRASE_FILE", "/etc/passphrase");
    const Variable folder("CREDENTIALS_DIRECTORY", "/run/credentials/a.service");
    CHECK(files_of(home, "get") ==
          "r /etc/passphrase\nr /run/credentials/a.service\nw ~/run/cppsecret\n");
}
