// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/read_settings.hpp"
#include "setup/helper_takeover.hpp"
#include "unit/setup/made.hpp"

#include <initializer_list>
#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;

namespace {

struct Row {
    const char *name;
    Takeover takeover;
    test::AuthFiles files;
    std::string edits;
};

void judge(std::initializer_list<Row> rows, void (*prepare)(test::Home &) = nullptr)
{
    for (const Row &row : rows)
        SUBCASE(row.name)
        {
            test::Home home;
            row.files.write_to(home);
            if (prepare != nullptr)
                prepare(home);
            const machine::ToolSettings settings = machine::read_settings(
                std::nullopt, {{machine::Family::Docker, "docker", std::nullopt}});
            FileEdits edits;
            plan_takeover(edits, settings, row.takeover);
            CHECK(test::made(edits, home) == row.edits);
        }
}

} // namespace

TEST_CASE("the entries that name another helper become ours")
{
    const test::AuthFiles files{
        .containers =
            R"({"credHelpers": {"a.io": "pass", "b.io": "other", "https://c.io/": "pass"}})",
        .docker = R"({"credsStore": "pass", "credHelpers": {"a.io": "pass"}})"};
    judge({
        {"all of them, and docker's credsStore",
         {.helper = "pass"},
         files,
         R"(~/run/containers/auth.json: {"credHelpers":{"a.io":"cppsecret","b.io":"other","https://c.io/":"pass"}})"
         "\n"
         R"(~/.docker/config.json: {"credsStore":"cppsecret","credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"for a host, where credsStore stays",
         {.helper = "pass", .hosts = {"a.io"}},
         files,
         R"(~/run/containers/auth.json: {"credHelpers":{"a.io":"cppsecret","b.io":"other","https://c.io/":"pass"}})"
         "\n"
         R"(~/.docker/config.json: {"credsStore":"pass","credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"of another helper",
         {.helper = "other"},
         files,
         R"(~/run/containers/auth.json: {"credHelpers":{"a.io":"pass","b.io":"cppsecret","https://c.io/":"pass"}})"
         "\n"},
        {"none", {.helper = "absent"}, files, ""},
        {"a host by credsStore alone gets an entry",
         {.helper = "pass", .hosts = {"d.io"}, .follows_docker = true},
         files,
         R"(~/.docker/config.json: {"credsStore":"pass","credHelpers":{"a.io":"pass","d.io":"cppsecret"}})"
         "\n"},
        {"not unless docker is followed", {.helper = "pass", .hosts = {"d.io"}}, files, ""},
        {"none of a file that names none", {.helper = "pass"}, {.legacy = "{}"}, ""},
    });
}

TEST_CASE("a helper that docker finds by itself")
{
    judge(
        {{"is not found beside an entry, so it is named",
          {.helper = "secretservice", .hosts = {"a.io"}, .follows_docker = true},
          {},
          R"(~/.docker/config.json: {"credHelpers":{"a.io":"cppsecret"},"credsStore":"secretservice"})"
          "\n"},
         {"nor for all",
          {.helper = "secretservice", .follows_docker = true},
          {},
          R"(~/.docker/config.json: {"credsStore":"cppsecret"})"
          "\n"},
         {"not where docker does not look for it",
          {.helper = "secretservice", .hosts = {"a.io"}, .follows_docker = true},
          {.docker = R"({"auths": {"b.io": {"auth": "ann:one"}}})"},
          ""}},
        [](test::Home &home) { home.install("docker-credential-secretservice"); });
}

TEST_CASE("one file alone")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"credsStore": "pass"})"}.write_to(home);
    home.write("mine.json", R"({"credHelpers": {"a.io": "pass"}})");
    const machine::ToolSettings settings = machine::read_settings(home / "mine.json", {});
    FileEdits edits;
    plan_takeover(edits, settings, {.helper = "pass", .auth_file = home / "mine.json"});
    CHECK(test::made(edits, home) == R"(~/mine.json: {"credHelpers":{"a.io":"cppsecret"}})"
                                     "\n");
}

TEST_CASE("Docker Hub alone cannot be taken over while podman has a connection")
{
    test::Home home;
    test::connect_podman(home);
    test::AuthFiles{.docker = R"({"credsStore": "pass"})"}.write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    FileEdits edits;
    const auto plan = [&](Hosts hosts) {
        plan_takeover(edits, settings,
                      {.helper = "pass", .hosts = std::move(hosts), .follows_docker = true});
    };
    CHECK_THROWS_WITH_AS(plan({"docker.io"}),
                         doctest::Contains("docker can be told of Docker Hub by credsStore alone"),
                         Error);
    CHECK_NOTHROW(plan({"a.io"}));
}

TEST_CASE("a file of docker's that cannot be edited is refused")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"credsStore": "pass", "credsStore": "pass"})"}.write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    FileEdits edits;
    CHECK_THROWS_AS(plan_takeover(edits, settings, {.helper = "pass"}), Error);
}
