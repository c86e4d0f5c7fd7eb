// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/read_settings.hpp"
#include "migration/plain_logins.hpp"
#include "support/home.hpp"

#include <filesystem>
#include <optional>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;

namespace {

/// A line for each login: where it is, and under which name and as whose it goes into the keyring,
/// or why not.
std::string collected(const test::Home &home, const std::optional<std::string> &auth_file = {},
                      const std::vector<machine::Tool> &tools = {})
{
    const machine::ToolSettings settings = machine::read_settings(auth_file, tools);
    std::string text;
    for (const PlainLogin &login : collect_plain_logins(settings, auth_file)) {
        text += login.place() + ": ";
        if (login.obstacle.empty())
            text += login.login.server + " " + login.login.username + " " +
                    std::string(login.login.secret.reveal());
        else
            text += login.obstacle;
        text += login.is_dockers() ? ", docker's\n" : "\n";
    }
    return home.shortened(text);
}

} // namespace

TEST_CASE("the server under which a login is stored")
{
    struct Row {
        const char *name;
        test::AuthFiles files;
        const char *logins;
    };
    for (const Row &row : {
             Row{"none", {}, ""},
             {"podman's",
              {R"({"auths": {"quay.io": {"auth": "ann:one"}}})"},
              "'quay.io' in '~/run/containers/auth.json': quay.io ann one\n"},
             {"docker's",
              {nullptr, R"({"auths": {"quay.io": {"auth": "ann:one"}}})"},
              "'quay.io' in '~/.docker/config.json': quay.io ann one, docker's\n"},
             {"another spelling is stored under the host",
              {R"({"auths": {"https://Quay.io/v2/": {"auth": "ann:one"}}})"},
              "'https://Quay.io/v2/' in '~/run/containers/auth.json': Quay.io ann one\n"},
             {"Docker Hub is docker.io to podman",
              {R"({"auths": {"docker.io": {"auth": "ann:one"}}})"},
              "'docker.io' in '~/run/containers/auth.json': docker.io ann one\n"},
             {"and a URL to docker",
              {nullptr, R"({"auths": {"https://index.docker.io/v1/": {"auth": "ann:one"}}})"},
              "'https://index.docker.io/v1/' in '~/.docker/config.json': "
              "https://index.docker.io/v1/ ann one, docker's\n"},
             {"docker's tokens keep their keys",
              {nullptr,
               R"({"auths": {"https://index.docker.io/v1/access-token": {"auth": "ann:one"}}})"},
              "'https://index.docker.io/v1/access-token' in '~/.docker/config.json': "
              "https://index.docker.io/v1/access-token ann one, docker's\n"},
             {"an identity token has no user",
              {nullptr, R"({"auths": {"a.io": {"auth": "ann:one", "identitytoken": "t"}}})"},
              "'a.io' in '~/.docker/config.json': a.io <token> t, docker's\n"},
             {"user and password in fields of their own",
              {nullptr, R"({"auths": {"a.io": {"username": "eve", "password": "p"}}})"},
              "'a.io' in '~/.docker/config.json': a.io eve p, docker's\n"},
             {"what docker leaves behind is none", {nullptr, R"({"auths": {"a.io": {}}})"}, ""},
         })
        SUBCASE(row.name)
        {
            test::Home home;
            row.files.write_to(home);
            CHECK(collected(home) == row.logins);
        }
}

TEST_CASE("what no helper can hold")
{
    struct Row {
        const char *entry;
        const char *obstacle;
    };
    for (const Row &row :
         {Row{R"("quay.io/team": {"auth": "ann:one"})", "helpers know no namespaces"},
          Row{R"("docker.io/library": {"auth": "ann:one"})", "helpers know no namespaces"},
          Row{R"("ftp://quay.io": {"auth": "ann:one"})", "its key is not the name of a registry"},
          Row{R"("a b": {"auth": "ann:one"})", "its key is not the name of a registry"},
          Row{R"("a.io": {"registrytoken": "t"})", "helpers know no registry tokens"},
          Row{R"("a.io": {"username": "ann"})", "it has no password"},
          Row{R"("a.io": {"auth": "YW5uOv8="})", "keyrings hold only text, and it is none"}})
        SUBCASE(row.entry)
        {
            test::Home home;
            const std::string text = std::string(R"({"auths": {)") + row.entry + "}}";
            test::AuthFiles{text.c_str()}.write_to(home);
            CHECK(collected(home).ends_with(std::string("': ") + row.obstacle + "\n"));
        }
}

TEST_CASE("the login that is used comes first: by file, and the host before its other spellings")
{
    test::Home home;
    test::AuthFiles{
        .containers =
            R"({"auths": {"https://b.io": {"auth": "ann:one"}, "b.io": {"auth": "bob:two"}}})",
        .docker = R"({"auths": {"c.io": {"auth": "ann:one"}}})",
        .persistent = R"({"auths": {"d.io": {"auth": "ann:one"}}})",
        .legacy = R"({"e.io": {"auth": "ann:one"}})"}
        .write_to(home);
    CHECK(collected(home) == "'b.io' in '~/run/containers/auth.json': b.io bob two\n"
                             "'https://b.io' in '~/run/containers/auth.json': b.io ann one\n"
                             "'d.io' in '~/.config/containers/auth.json': d.io ann one\n"
                             "'c.io' in '~/.docker/config.json': c.io ann one, docker's\n"
                             "'e.io' in '~/.dockercfg': e.io ann one\n");
}

TEST_CASE("in docker's file the key that docker asks for comes first")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"auths": {"docker.io": {"auth": "ann:one"},
                                            "https://index.docker.io/v1/": {"auth": "bob:two"}}})"}
        .write_to(home);
    CHECK(collected(home) == "'https://index.docker.io/v1/' in '~/.docker/config.json': "
                             "https://index.docker.io/v1/ bob two, docker's\n"
                             "'docker.io' in '~/.docker/config.json': "
                             "https://index.docker.io/v1/ ann one, docker's\n");
}

TEST_CASE("--authfile names the only file")
{
    test::Home home;
    test::AuthFiles{.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                    .docker = R"({"auths": {"b.io": {"auth": "ann:one"}}})"}
        .write_to(home);
    home.write("mine.json", test::with_base64(R"({"auths": {"c.io": {"auth": "bob:two"}}})"));
    CHECK(collected(home, home / "mine.json") == "'c.io' in '~/mine.json': c.io bob two\n");
    CHECK(collected(home, home / ".docker/config.json") ==
          "'b.io' in '~/.docker/config.json': b.io ann one, docker's\n");
}

TEST_CASE("one file by two names is read once, as docker's if it is docker's")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    std::filesystem::create_directories(home / "run/containers");
    std::filesystem::create_symlink(home / ".docker/config.json",
                                    home / "run/containers/auth.json");
    CHECK(collected(home) == "'a.io' in '~/run/containers/auth.json': a.io ann one, docker's\n");
}

TEST_CASE("what docker from the snap reads stays with it, and hides nothing of the others'")
{
    test::Home home;
    const char *const login = R"({"auths": {"a.io": {"auth": "YW5uOm9uZQ=="}}})"; // ann:one
    test::AuthFiles{login}.write_to(home);
    home.write("snap/docker/current/.docker/config.json", login);
    const std::vector<machine::Tool> snap{
        {machine::Family::Docker, "docker", machine::Version{28, 4}, true}};
    CHECK(collected(home, {}, snap) ==
          "'a.io' in '~/run/containers/auth.json': a.io ann one\n"
          "'a.io' in '~/snap/docker/current/.docker/config.json': docker from the snap cannot run "
          "a helper, docker's\n");
    const auto logins = collect_plain_logins(machine::read_settings({}, snap), {});
    CHECK_FALSE(logins.back().is_hidden_by_helper());
}

TEST_CASE("nothing is collected while one file or login cannot be read")
{
    for (const char *text : {"{", R"({"auths": {"a.io": {"auth": "%"}}})", R"({"auths": []})"})
        SUBCASE(text)
        {
            test::Home home;
            test::AuthFiles{R"({"auths": {"b.io": {"auth": "ann:one"}}})", text}.write_to(home);
            CHECK_THROWS_WITH_AS(static_cast<void>(collected(home)),
                                 doctest::Contains(".docker/config.json"), Error);
        }
}

TEST_CASE("a login is taken out only while it is the one that was stored")
{
    struct Row {
        const char *now;
        bool is_there;
    };
    for (const Row &row :
         {Row{R"({"auths": {"a.io": {"auth": "ann:one", "email": "x"}}})", true},
          Row{R"({"auths": {"a.io": {"auth": "bob:one"}}})", false},
          Row{R"({"auths": {"a.io": {"auth": "ann:two"}}})", false},
          Row{R"({"auths": {"a.io": {"auth": "ann:one", "identitytoken": "t"}}})", false},
          Row{R"({"auths": {"https://a.io": {"auth": "ann:one"}}})", false},
          Row{R"({"auths": {"a.io": {}}})", false}, Row{"{}", false}})
        SUBCASE(row.now)
        {
            test::Home home;
            test::AuthFiles{R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
            const auto logins = collect_plain_logins(settings, std::nullopt);
            REQUIRE(logins.size() == 1);
            const auto now = authfile::Document::parse(
                SecretString(std::string_view(test::with_base64(row.now))), "auth.json",
                authfile::Format::AuthJson);
            CHECK(is_still_there(now, logins.front()) == row.is_there);
        }
}

TEST_CASE("with registries named, only theirs have to be decodable")
{
    test::Home home;
    home.write("run/containers/auth.json",
               test::with_base64(R"({"auths": {"q.example": {"auth": "ann:one"},
                                               "fake": {"auth": "bar"}},
                                     "r.example": {"auth": "ann:two"}})"));
    const machine::ToolSettings settings = machine::read_settings({}, {});
    CHECK_THROWS_AS(static_cast<void>(collect_plain_logins(settings, {})), Error);
    const auto logins = collect_plain_logins(settings, {}, {"q.example"});
    CHECK(logins.at(0).obstacle.empty());
    CHECK(logins.at(1).obstacle.find("the 'auth' of 'fake' is not base64") != std::string::npos);
    CHECK_THROWS_AS(static_cast<void>(collect_plain_logins(settings, {}, {"q.example", ""})),
                    Error);
    CHECK(home.shortened(misplaced_logins(settings, {}).at(0).place) ==
          "'r.example' in '~/run/containers/auth.json'");
}

TEST_CASE("a file of somebody else is not even decoded")
{
    if (::geteuid() != 0)
        return; // nobody else may give files away
    test::Home home;
    home.write("run/containers/auth.json",
               R"({"auths": {"q.example": {"auth": "!"}, "r.example": {"auth": "YW5uOm9uZQ=="}}})");
    REQUIRE(::chown((home / "run/containers/auth.json").c_str(), 4321, 4321) == 0);
    const auto logins = collect_plain_logins(machine::read_settings({}, {}), {});
    REQUIRE(logins.size() == 2);
    for (const PlainLogin &login : logins) {
        CHECK(login.obstacle == "its file belongs to another user");
        CHECK(login.login.secret.empty());
    }
}

TEST_CASE("a login is known by what images name, and by its registry")
{
    struct Row {
        const char *key, *host, *spelling;
    };
    for (const Row &row : {Row{"q.example:443", "q.example", "q.example:443"},
                           Row{"https://q.example:443/v1/", "q.example", "q.example:443"},
                           Row{"Q.Example", "q.example", "Q.Example"},
                           Row{"https://q.example", "q.example", "q.example"},
                           Row{"registry-1.docker.io", "docker.io", "docker.io"},
                           Row{"q.example/team", "q.example", "q.example"}}) {
        CAPTURE(row.key);
        test::Home home;
        home.write("run/containers/auth.json",
                   test::with_base64(std::string(R"({"auths": {")") + row.key +
                                     R"(": {"auth": "ann:one"}}})"));
        const auto logins = collect_plain_logins(machine::read_settings({}, {}), {});
        CHECK(logins.at(0).host == row.host);
        CHECK(logins.at(0).spelling == row.spelling);
    }
}
