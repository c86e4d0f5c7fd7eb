// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "setup/drop_in.hpp"
#include "setup/removal.hpp"
#include "unit/setup/made.hpp"

#include <initializer_list>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using machine::Family;

namespace {

struct Row {
    const char *name;
    Removal::Rules rules;
    test::AuthFiles files;
    std::string edits;
    std::string warnings = {};
    std::string answers_for_all = {};
};

void judge(std::initializer_list<Row> rows, const std::string &drop_in = {})
{
    for (const Row &row : rows)
        SUBCASE(row.name)
        {
            test::Home home;
            row.files.write_to(home);
            if (!drop_in.empty())
                home.write(".config/containers/registries.conf.d/zz-cppsecret.conf", drop_in);
            const auto environment = authfile::environment_of_process();
            Removal removal(environment, row.rules);
            FileEdits edits;
            removal.plan(edits);
            CHECK(test::made(edits, home) == row.edits);
            CHECK(test::lines_of(removal.warnings(), home) == row.warnings);
            CHECK(home.shortened(removal.answers_for_all()) == row.answers_for_all);
        }
}

std::string refusal(Removal::Rules rules, const test::AuthFiles &files,
                    const std::string &drop_in = {})
{
    test::Home home;
    files.write_to(home);
    if (!drop_in.empty())
        home.write(".config/containers/registries.conf.d/zz-cppsecret.conf", drop_in);
    const auto environment = authfile::environment_of_process();
    Removal removal(environment, std::move(rules));
    FileEdits edits;
    try {
        removal.plan(edits);
        return {};
    } catch (const Error &error) {
        return home.shortened(error.what() + ("; " + error.hint()));
    }
}

} // namespace

TEST_CASE("our entries go, and only ours")
{
    const test::AuthFiles files{
        .containers =
            R"({"auths": {"a.io": {}}, "credHelpers": {"a.io": "cppsecret", "b.io": "pass"}})",
        .persistent = R"({"credHelpers": {"a.io": "cppsecret", "c.io": "cppsecret-containers"}})"};
    judge({
        {"of a host",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         files,
         R"(~/.config/containers/auth.json: {"credHelpers":{"c.io":"cppsecret-containers"}})"
         "\n"
         R"(~/run/containers/auth.json: {"auths":{"a.io":{}},"credHelpers":{"b.io":"pass"}})"
         "\n"},
        {"of all",
         {.tools = {Family::Containers}, .all = true},
         files,
         R"(~/.config/containers/auth.json: gone)"
         "\n"
         R"(~/run/containers/auth.json: {"auths":{"a.io":{}},"credHelpers":{"b.io":"pass"}})"
         "\n"},
        {"not in docker's file", {.tools = {Family::Docker}, .all = true}, files, ""},
        {"docker's by the key that it asks for",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker =
              R"({"credHelpers": {"https://index.docker.io/v1/": "cppsecret", "a.io": "cppsecret"}})"},
         R"(~/.docker/config.json: {"credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"and nerdctl's, which is the same registry",
         {.tools = {Family::Docker}, .hosts = {"a.io"}},
         {.docker =
              R"({"credHelpers": {"a.io": "cppsecret", "a.io:443": "cppsecret", "b.io": "cppsecret"}})"},
         R"(~/.docker/config.json: {"credHelpers":{"b.io":"cppsecret"}})"
         "\n"},
        {"nothing is there", {.tools = {Family::Containers, Family::Docker}, .all = true}, {}, ""},
    });
}

TEST_CASE("docker's credsStore")
{
    judge({
        {"is ours for Docker Hub",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker = R"({"credsStore": "cppsecret"})"},
         R"(~/.docker/config.json: gone)"
         "\n",
         "docker's credsStore goes, by which it finds logins of other registries in the keyring "
         "too; name the helper for those: 'cppsecret configure --tool docker HOST'\n"},
        {"and goes with all",
         {.tools = {Family::Docker}, .all = true},
         {.docker = R"({"credsStore": "cppsecret"})"},
         R"(~/.docker/config.json: gone)"
         "\n"},
        {"answers for every registry as long as it stays",
         {.tools = {Family::Docker}, .hosts = {"a.io"}},
         {.docker = R"({"credsStore": "cppsecret", "credHelpers": {"a.io": "cppsecret"}})"},
         R"(~/.docker/config.json: {"credsStore":"cppsecret"})"
         "\n",
         "",
         "~/.docker/config.json"},
        {"of another helper stays",
         {.tools = {Family::Docker}, .all = true},
         {.docker = R"({"credsStore": "pass"})"},
         ""},
        {"means nothing in podman's file",
         {.tools = {Family::Containers}, .all = true},
         {.containers = R"({"credsStore": "cppsecret"})"},
         ""},
    });
}

TEST_CASE("the drop-in")
{
    const test::AuthFiles files{.containers = R"({"credHelpers": {"a.io": "cppsecret"}})"};
    const auto ours = setup::drop_in_text(false);
    judge({{"goes with all",
            {.tools = {Family::Containers}, .all = true},
            {},
            "~/.config/containers/registries.conf.d/zz-cppsecret.conf: gone\n"},
           {"stays for docker", {.tools = {Family::Docker}, .all = true}, {}, ""},
           {"answers for every registry as long as it stays",
            {.tools = {Family::Containers}, .hosts = {"a.io"}},
            files,
            R"(~/run/containers/auth.json: gone)"
            "\n",
            "",
            "~/.config/containers/registries.conf.d/zz-cppsecret.conf"}},
          ours);
    judge({{"a strict one goes too",
            {.tools = {Family::Containers}, .all = true},
            {},
            "~/.config/containers/registries.conf.d/zz-cppsecret.conf: gone\n"}},
          setup::drop_in_text(true));
    judge({{"one that somebody changed stays",
            {.tools = {Family::Containers}, .all = true},
            {},
            "",
            "'~/.config/containers/registries.conf.d/zz-cppsecret.conf' stays: somebody has "
            "changed it; remove it yourself if it is not needed\n"}},
          ours + "# mine\n");
}

TEST_CASE("the drop-ins of all folders and of earlier versions go")
{
    test::Machine home;
    const test::Variable variable("XDG_CONFIG_HOME", home / "x");
    for (const char *path : {".config/containers/registries.conf.d/zz-cppsecret.conf",
                             ".config/containers/registries.conf.d/50-cppsecret.conf",
                             "x/containers/registries.conf.d/zz-cppsecret.conf"})
        home.write(path, drop_in_text(false));
    const authfile::Environment environment = authfile::environment_of_process();
    Removal removal(environment, {.tools = {Family::Containers}, .all = true});
    FileEdits edits;
    removal.plan(edits);
    CHECK(edits.preview().size() == 3);
    CHECK(test::made(edits, home).find(": gone") != std::string::npos);
}

TEST_CASE("a host that we do not answer for is told")
{
    const test::AuthFiles files{.containers =
                                    R"({"credHelpers": {"a.io": "cppsecret", "b.io": "pass"}})"};
    CHECK(refusal({.tools = {Family::Containers}, .hosts = {"b.io"}}, files) ==
          "our helper is not configured for 'b.io'; 'cppsecret resolve' shows which helpers the "
          "tools ask");
    CHECK(refusal({.tools = {Family::Docker}, .hosts = {"a.io"}}, files) ==
          "our helper is not configured for 'a.io'; 'cppsecret resolve' shows which helpers the "
          "tools ask");
    CHECK(refusal({.tools = {Family::Containers}, .hosts = {"b.io"}}, files, drop_in_text(false)) ==
          "our helper has no entry for 'b.io': it answers for every registry, by "
          "'~/.config/containers/registries.conf.d/zz-cppsecret.conf'; 'cppsecret unconfigure "
          "--all' ends that");
    CHECK(refusal({.tools = {Family::Docker}, .hosts = {"b.io"}},
                  {.docker = R"({"credsStore": "cppsecret"})"}) ==
          "our helper has no entry for 'b.io': it answers for every registry, by "
          "'~/.docker/config.json'; 'cppsecret unconfigure --all' ends that");
}
