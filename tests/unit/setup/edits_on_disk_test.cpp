// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "setup/file_edits.hpp"
#include "unit/setup/made.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/stat.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using authfile::Format;
using authfile::Location;
using authfile::Role;

namespace {

/// Names our helper for a registry.
FileEdits::Amendment naming(const std::string &registry)
{
    return [registry](const authfile::Document &, authfile::Changes &changes) {
        changes.set_helper(registry, "cppsecret");
    };
}

std::vector<std::string> paths_in(const FileEdits &edits)
{
    std::vector<std::string> paths;
    for (const FileChange &change : edits.preview())
        paths.push_back(change.path);
    return paths;
}

} // namespace

TEST_CASE("a preview shows no secret, and changes nothing")
{
    test::Home home;
    const std::string text = test::with_base64(R"({"auths": {"a.io": {"auth": "ann:one"}}})");
    home.write("auth.json", text);
    FileEdits edits;
    edits.amend({home / "auth.json"}, naming("a.io"));
    edits.amend({home / "new.json"}, naming("b.io"));
    const auto changes = edits.preview();
    REQUIRE(changes.size() == 2);
    CHECK_FALSE(changes[0].is_new);
    CHECK(changes[0].before == R"({"auths": {"a.io": {"auth": "…"}}})");
    CHECK(changes[0].after.find(R"("a.io": "cppsecret")") != std::string::npos);
    CHECK(changes[0].after.find("YW5u") == std::string::npos);
    CHECK(changes[1].is_new);
    CHECK(changes[1].before.empty());
    CHECK(test::read_text(home / "auth.json") == text);
    CHECK_FALSE(std::filesystem::exists(home / "new.json"));
}

TEST_CASE("one file by two names is changed once, by docker's rules if it is docker's")
{
    test::Home home;
    home.write(".docker/config.json", "");
    std::filesystem::create_symlink(home / ".docker/config.json", home / "auth.json");
    FileEdits edits;
    edits.amend({home / "auth.json", Format::AuthJson, Role::Primary}, naming("a.io"));
    edits.amend({home / ".docker/../.docker/config.json", Format::DockerConfig, Role::Docker},
                naming("b.io"));
    CHECK(
        test::made(edits, home) ==
        R"(~/.docker/../.docker/config.json: {"credHelpers":{"a.io":"cppsecret","b.io":"cppsecret"}})"
        "\n");
}

TEST_CASE("whole files come last, and a new one is private")
{
    test::Home home;
    home.write("old.conf", "old\n");
    home.write("same.conf", "same\n");
    FileEdits edits;
    edits.replace(home / "folder/new.conf", "new\n");
    edits.replace(home / "old.conf", std::nullopt);
    edits.replace(home / "same.conf", "same\n");
    edits.replace(home / "absent.conf", std::nullopt);
    edits.amend({home / "auth.json"}, naming("a.io"));
    CHECK(test::made(edits, home) == "~/auth.json: {\"credHelpers\":{\"a.io\":\"cppsecret\"}}\n"
                                     "~/folder/new.conf: new\n\n~/old.conf: gone\n");
    CHECK(test::mode_of(home / "folder") == 0700);
    CHECK(test::mode_of(home / "folder/new.conf") == 0600);
    CHECK(test::mode_of(home / "auth.json") == 0600);
}

TEST_CASE("an edit that changes nothing is not shown")
{
    test::Home home;
    home.write("auth.json", R"({"credHelpers": {"a.io": "cppsecret"}})");
    FileEdits edits;
    edits.amend({home / "auth.json"}, naming("a.io"));
    CHECK(paths_in(edits).empty());
    edits.amend({home / "auth.json"}, naming("b.io"));
    CHECK(paths_in(edits) == std::vector<std::string>{home / "auth.json"});
}

TEST_CASE("a file that cannot be edited is refused before any is changed")
{
    test::Home home;
    home.write("auth.json", R"({"auths": {}, "auths": {}})");
    for (const char *text : {R"({"auths": {}, "auths": {}})", "{", "", "[]"})
        SUBCASE(text)
        {
            home.write("auth.json", text);
            FileEdits edits;
            edits.amend({home / "auth.json"}, naming("a.io"));
            CHECK_THROWS_AS(static_cast<void>(edits.preview()), Error);
            CHECK_THROWS_AS(edits.make(), Error);
            CHECK(test::read_text(home / "auth.json") == text);
        }
}

TEST_CASE("a file that cannot be written is found out before, and rehearsing changes none")
{
    test::Home home;
    home.write("auth.json", "{}");
    FileEdits edits;
    edits.amend({home / "auth.json"}, naming("a.io"));
    edits.amend({home / "new/auth.json"}, naming("a.io"));
    edits.rehearse();
    CHECK(test::read_text(home / "auth.json") == "{}");
    CHECK(test::count_files(home / "new") == 0);
    ::chmod((home / "new").c_str(), 0777);
    CHECK_THROWS_AS(static_cast<void>(edits.preview()), Error);
    CHECK_THROWS_AS(edits.rehearse(), Error);
    std::filesystem::remove(home / "new");
    home.write("new", "");
    CHECK_THROWS_AS(edits.rehearse(), Error);
}

TEST_CASE("what a killed run has left beside the auth files is taken away")
{
    test::Home home;
    const std::vector<std::string> left{
        "run/containers/.auth.json.cppsecret-AbCdEf", ".docker/.config.json.cppsecret-AbCdEf",
        ".config/containers/.auth.json.cppsecret-AbCdEf", "..dockercfg.cppsecret-AbCdEf"};
    for (const std::string &file : left)
        home.write(file, "secret");
    home.write(".mine.json.cppsecret-AbCdEf", "secret");
    const auto environment = authfile::environment_of_process();
    clean_up_after_killed_runs(environment, home / "mine.json");
    CHECK_FALSE(std::filesystem::exists(home / ".mine.json.cppsecret-AbCdEf"));
    for (const std::string &file : left)
        CHECK(std::filesystem::exists(home / file));
    home.write(".mine.json.cppsecret-AbCdEf", "secret");
    clean_up_after_killed_runs(environment, std::nullopt);
    CHECK(std::filesystem::exists(home / ".mine.json.cppsecret-AbCdEf"));
    for (const std::string &file : left)
        CHECK_FALSE(std::filesystem::exists(home / file));
}
