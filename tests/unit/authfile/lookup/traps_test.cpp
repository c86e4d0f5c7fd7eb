// SPDX-License-Identifier: MIT
// The traps of editing auth files, by number; here are those that this room answers for alone. Each
// test's title starts with "trap N:". Scripts are in tests/e2e/scripts.
//
//   1, 3 to 6, 11, 14 to 16  here; what the tools drop themselves (3) in scripts/doctor
//   2                        here for who is not root, scripts/configure for a mounted file
//   7                        here and scripts/migrate
//   8, 9                     here, scripts/configure, scripts/doctor
//   10, 13                   scripts/doctor; the files for 13 here
//   12, 12b                  here, scripts/configure, scripts/status, scripts/doctor
//   15                       here; with a real podman: tests/e2e/races.sh
//   17                       here, scripts/status, scripts/migrate
//   18, 19                   scripts/configure, scripts/doctor, scripts/migrate
//   20                       scripts/configure
//   21                       here and scripts/migrate
#include "authfile/files/editor.hpp"
#include "fake_helpers.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;
using namespace std::chrono_literals;

namespace {

const std::string hub = "https://index.docker.io/v1/";

Document parse(std::string_view text, Format format = Format::DockerConfig)
{
    return Document::parse(SecretString(text), "config.json", format);
}

Changes helper(const std::string &registry)
{
    Changes changes;
    changes.set_helper(registry, "cppsecret");
    return changes;
}

EditOutcome edit(const std::string &path, const std::string &lock, Format format = Format::AuthJson)
{
    return edit_file(
        {path, format, Role::Primary}, [](const Document &) { return helper("q.io"); }, lock,
        Deadline::after(10s));
}

} // namespace

TEST_CASE("trap 1: a symbolic link is kept and its target is what changes")
{
    namespace fs = std::filesystem;
    const test::TemporaryFolder folder;
    fs::create_directories(folder / ".config/containers");
    test::write_text(folder / "dotfiles/auth.json", "{\"auths\": {}}\n", 0600);
    fs::create_symlink("../../dotfiles/auth.json", folder / ".config/containers/auth.json");
    CHECK(edit(folder / ".config/containers/auth.json", folder / "lock") == EditOutcome::Changed);
    CHECK(fs::is_symlink(folder / ".config/containers/auth.json"));
    CHECK(test::read_text(folder / "dotfiles/auth.json").find("cppsecret") != std::string::npos);
    CHECK(test::count_files(folder / ".config/containers") == 1);
    CHECK(test::count_files(folder / "dotfiles") == 1);
}

TEST_CASE("trap 1: a link to a file that is not there yet is kept too")
{
    namespace fs = std::filesystem;
    const test::TemporaryFolder folder;
    fs::create_symlink("dotfiles/new/auth.json", folder / "auth.json");
    CHECK(edit(folder / "auth.json", folder / "lock") == EditOutcome::Created);
    CHECK(fs::is_symlink(folder / "auth.json"));
    CHECK(test::mode_of(folder / "dotfiles/new/auth.json") == 0600);
}

TEST_CASE("trap 2: a folder that cannot be written to is named, and the file stays whole")
{
    if (::geteuid() == 0)
        return; // nothing is refused to root
    const test::TemporaryFolder folder;
    test::write_text(folder / "ro/auth.json", "{}");
    ::chmod((folder / "ro").c_str(), 0500);
    try {
        static_cast<void>(edit(folder / "ro/auth.json", folder / "lock"));
        FAIL_CHECK("it was changed");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::System);
        CHECK(std::string(error.what()).find(folder / "ro") != std::string::npos);
    }
    ::chmod((folder / "ro").c_str(), 0700);
    CHECK(test::read_text(folder / "ro/auth.json") == "{}");
}

TEST_CASE("trap 3: unknown keys are kept, in order, with numbers to the last digit")
{
    const std::string_view text = R"({
  "zeta": "x",
  "bignum": 12345678901234567890,
  "auths": {"q.io": {"unknownField": 1e2, "auth": "dTpw"}},
  "extra": [1.0, 2e+3],
  "huge": 1e999
})";
    Changes changes = helper("r.io");
    changes.remove_auth("q.io", WhenEmpty::Keep);
    CHECK(parse(text).with(changes).bytes() == R"({
  "zeta": "x",
  "bignum": 12345678901234567890,
  "auths": {"q.io": {"unknownField": 1e2}},
  "extra": [1.0, 2e+3],
  "huge": 1e999,
  "credHelpers": {
    "r.io": "cppsecret"
  }
})");
}

TEST_CASE("trap 4: a section in another letter case is the section, twice is refused")
{
    CHECK(parse(R"({"CredHelpers": {"a": "x"}})").with(helper("q.io")).bytes() ==
          R"({"CredHelpers": {"a": "x","q.io": "cppsecret"}})");
    const auto both = parse("{\"credHelpers\": {},\n\"CredHelpers\": {}}").edit_problem();
    REQUIRE(both);
    CHECK(std::string(both->what()).find("line 2, column 1") != std::string::npos);
}

TEST_CASE("trap 5: mode and owner are kept and never loosened")
{
    for (const mode_t mode : {mode_t{0600}, mode_t{0644}, mode_t{0640}}) {
        const test::TemporaryFolder folder;
        test::write_text(folder / "auth.json", "{}", mode);
        struct stat before {};
        struct stat after {};
        REQUIRE(::stat((folder / "auth.json").c_str(), &before) == 0);
        CHECK(edit(folder / "auth.json", folder / "lock") == EditOutcome::Changed);
        REQUIRE(::stat((folder / "auth.json").c_str(), &after) == 0);
        CHECK(after.st_mode == before.st_mode);
        CHECK(after.st_uid == before.st_uid);
        CHECK(after.st_gid == before.st_gid);
    }
}

TEST_CASE("trap 6: an empty config.json counts as an object, an empty auth.json is an error")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "config.json", "");
    test::write_text(folder / "auth.json", "");
    CHECK(edit(folder / "config.json", folder / "lock", Format::DockerConfig) ==
          EditOutcome::Changed);
    try {
        static_cast<void>(edit(folder / "auth.json", folder / "lock"));
        FAIL_CHECK("it was changed");
    } catch (const Error &error) {
        CHECK(error.hint().starts_with("run: echo '{}' > "));
    }
    CHECK(test::read_text(folder / "auth.json").empty());
}

TEST_CASE("trap 6: byte order mark, comment and trailing comma are named with their place")
{
    struct Row {
        std::string_view text, place;
    };
    for (const Row &row : {Row{"\xef\xbb\xbf{}", "starts with a byte order mark"},
                           Row{"{\n  // x\n}", "line 2, column 3: a comment"},
                           Row{"{\n  \"auths\": {},\n}", "line 2, column 14: a comma"}}) {
        try {
            static_cast<void>(parse(row.text));
            FAIL_CHECK("it was accepted");
        } catch (const Error &error) {
            CHECK(std::string(error.what()).find(row.place) != std::string::npos);
        }
    }
}

TEST_CASE("trap 7: one bad entry is found among good ones, with its key and place")
{
    const Document document =
        parse("{\"auths\": {\"a\": {\"auth\": \"dTpw\"},\n \"b.io\": {\"auth\": \"!!\"}}}");
    CHECK(document.auth_of(document.auths()[0]).defect == AuthDefect::None);
    CHECK(document.auth_of(document.auths()[1]).defect == AuthDefect::NotBase64);
    CHECK_THROWS_WITH_AS(static_cast<void>(document.login_of(document.auths()[1])),
                         "'config.json', line 2, column 2: the 'auth' of 'b.io' is not base64",
                         Error);
}

TEST_CASE("trap 8: a helper for one host turns docker's own detection off")
{
    FakeHelpers helpers;
    DockerSettings before;
    before.detected_store = "fake";
    DockerSettings after;
    after.detected_store = "fake";
    const std::string_view text = R"({"credHelpers":{"x.io":"none"}})";
    CHECK(look_up_for_docker("q.io", file_with("c", "{}", Format::DockerConfig), before,
                             helpers.ask())
              .answer.outcome == Outcome::Helper);
    CHECK(
        look_up_for_docker("q.io", file_with("c", text, Format::DockerConfig), after, helpers.ask())
            .answer.outcome == Outcome::None);
}

TEST_CASE("trap 9: the tools look for Docker Hub under different keys of credHelpers")
{
    FakeHelpers helpers;
    const auto url = R"({"credHelpers":{")" + hub + R"(":"fake"}})";
    const std::string host = R"({"credHelpers":{"docker.io":"fake"}})";
    const auto docker = [&](const std::string &text) {
        return look_up_for_docker(hub, file_with("c", text, Format::DockerConfig), {},
                                  helpers.ask())
            .answer.outcome;
    };
    const auto containers = [&](const std::string &text) {
        const LoadedFile file = file_with("a", text, Format::AuthJson);
        return look_up_for_containers("docker.io/library/alpine", {}, {&file}, helpers.ask())
            .answer.outcome;
    };
    CHECK(docker(url) == Outcome::Helper);
    CHECK(docker(host) == Outcome::None);
    CHECK(containers(url) == Outcome::None);
    CHECK(containers(host) == Outcome::Helper);
    CHECK(containers(R"({"credsStore":"fake"})") == Outcome::None);
}

TEST_CASE("trap 11: docker's file keeps an empty entry, podman's loses it")
{
    const std::string_view text = R"({"auths": {"q.io": {"auth": "dTpw"}}})";
    Changes keep;
    keep.remove_auth("q.io", WhenEmpty::Keep);
    Changes remove;
    remove.remove_auth("q.io", WhenEmpty::Remove);
    CHECK(parse(text).with(keep).bytes() == R"({"auths": {"q.io": {}}})");
    CHECK(parse(text).with(remove).bytes() == R"({"auths": {}})");
}

TEST_CASE("trap 12: stale base64 in the first file beats a helper in the second")
{
    FakeHelpers helpers;
    std::vector<LoadedFile> files;
    files.push_back(file_with("run", R"({"auths":{"q.io":{"auth":"dTpw"}}})", Format::AuthJson));
    files.push_back(file_with("config", R"({"credHelpers":{"q.io":"fake"}})", Format::AuthJson));
    const Trace trace = look_up_for_containers("q.io", {}, pointers_to(files), helpers.ask());
    CHECK(trace.answer.outcome == Outcome::Entry);
    CHECK(trace.answer.file == "run");
    CHECK(helpers.asked.empty());
}

TEST_CASE("trap 12: a helper that fails stops the files, one without the login does not")
{
    for (const std::string name : {"bad", "none"}) {
        FakeHelpers helpers;
        std::vector<LoadedFile> files;
        files.push_back(
            file_with("run", R"({"credHelpers":{"q.io":")" + name + R"("}})", Format::AuthJson));
        files.push_back(file_with("b", R"({"auths":{"q.io":{"auth":"dTpw"}}})", Format::AuthJson));
        const Trace trace = look_up_for_containers("q.io", {}, pointers_to(files), helpers.ask());
        CHECK(trace.answer.outcome == (name == "bad" ? Outcome::Failed : Outcome::Entry));
    }
}

TEST_CASE("trap 12b: a helper alone in registries.conf hides every auth file")
{
    FakeHelpers helpers;
    std::vector<LoadedFile> files;
    files.push_back(file_with("a", R"({"auths":{"q.io":{"auth":"dTpw"}}})", Format::AuthJson));
    RegistriesConf conf;
    conf.settings.push_back({"50.conf", {"none"}});
    CHECK(look_up_for_containers("q.io", conf, pointers_to(files), helpers.ask()).answer.outcome ==
          Outcome::None);
    conf.settings.push_back({"60.conf", {"none", "containers-auth.json"}});
    CHECK(look_up_for_containers("q.io", conf, pointers_to(files), helpers.ask()).answer.outcome ==
          Outcome::Entry);
}

TEST_CASE("trap 13: the variables move the first file, not the others")
{
    Environment environment;
    environment.home = "/h";
    environment.auth_file = "/f.json";
    environment.docker_config = "/dc";
    const auto locations = containers_locations(environment);
    CHECK(locations.front().path == "/f.json");
    CHECK(locations.at(1).path == "/h/.config/containers/auth.json");
    CHECK(locations.at(2).path == "/dc/config.json");
    CHECK(docker_location(environment).path == "/dc/config.json");
}

TEST_CASE("trap 14: what docker or podman has written anew is edited just the same")
{
    const Document document =
        parse("{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"a\": \"x\"\n\t}\n}");
    const Document once = document.with(helper("q.io"));
    CHECK(once.bytes() ==
          "{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"a\": \"x\",\n\t\t\"q.io\": "
          "\"cppsecret\"\n\t}\n}");
    CHECK(once.with(helper("q.io")).bytes() == once.bytes());
}

TEST_CASE("trap 15: an entry that another program adds while we edit is kept")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "auth.json", "{}");
    bool is_first = true;
    const auto outcome = edit_file(
        {folder / "auth.json", Format::AuthJson, Role::Primary},
        [&](const Document &) {
            if (std::exchange(is_first, false)) {
                // by rename, as podman does: another file of the same size
                test::write_text(folder / "new", R"({"auths":{"p.io":{"auth":"dTpw"}}})");
                std::filesystem::rename(folder / "new", folder / "auth.json");
            }
            return helper("q.io");
        },
        folder / "lock", Deadline::after(10s));
    CHECK(outcome == EditOutcome::Changed);
    const std::string text = test::read_text(folder / "auth.json");
    CHECK(text.find("p.io") != std::string::npos);
    CHECK(text.find("q.io") != std::string::npos);
}

TEST_CASE("trap 16: tokens, colons and NULs are read as the tools read them")
{
    const Document document = parse(R"({"auths":{
        "tok": {"auth": "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==", "identitytoken": "t"},
        "colon": {"auth": "Ym9iOnA6d2l0aDpjb2xvbnM="},
        "nul": {"auth": "dTpwAAA="},
        "plain": {"username": "u", "password": "a:b"},
        "bearer": {"registrytoken": "r"}}})");
    const auto login = [&](const char *key) { return document.login_of(*document.find_auth(key)); };
    CHECK(login("tok").identity_token.reveal() == "t");
    CHECK(login("tok").username == "00000000-0000-0000-0000-000000000000");
    CHECK(login("colon").password.reveal() == "p:with:colons");
    CHECK(login("nul").password.reveal() == "p");
    CHECK(login("plain").password.reveal() == "a:b");
    CHECK(document.find_auth("bearer")->has_registry_token);
    CHECK_FALSE(document.find_auth("bearer")->is_placeholder());
}

TEST_CASE("trap 17: a helper is never asked for a namespace, and one for the host hides it")
{
    FakeHelpers helpers;
    const LoadedFile file =
        file_with("a", R"({"credHelpers":{"q.io":"none"},"auths":{"q.io/ns":{"auth":"dTpw"}}})",
                  Format::AuthJson);
    CHECK(look_up_for_containers("q.io/ns/img", {}, {&file}, helpers.ask()).answer.outcome ==
          Outcome::None);
    CHECK(helpers.asked == std::vector<std::string>{"none q.io"});
    Changes changes;
    CHECK_THROWS_AS(changes.set_helper("q.io/ns", "cppsecret"), Error);
}

TEST_CASE("trap 21: no copy of a file is left beside it")
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "x/auth.json", R"({"auths":{"q.io":{"auth":"dTpw"}}})");
    CHECK(edit(folder / "x/auth.json", folder / "lock") == EditOutcome::Changed);
    CHECK(test::count_files(folder / "x") == 1);
}
