// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/read_settings.hpp"
#include "setup/configuration.hpp"
#include "setup/drop_in.hpp"
#include "unit/setup/made.hpp"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using machine::Family;
using test::connect_podman;
using test::Machine;

namespace {

using Rules = Configuration::Rules;

struct Row {
    const char *name;
    Rules rules;
    test::AuthFiles files;
    std::string edits; ///< as test::made() writes them
};

void judge(std::initializer_list<Row> rows, void (*prepare)(test::Home &) = nullptr)
{
    for (const Row &row : rows)
        SUBCASE(row.name)
        {
            Machine home;
            row.files.write_to(home);
            if (prepare != nullptr)
                prepare(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
            machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
            const Configuration configuration(settings, helpers, row.rules);
            FileEdits edits;
            configuration.plan(edits);
            CHECK(test::made(edits, home) == row.edits);
        }
}

/// What is thrown where it is planned.
std::string refusal(const Rules &rules, const test::AuthFiles &files)
{
    Machine home;
    files.write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
    const Configuration configuration(settings, helpers, rules);
    FileEdits edits;
    configuration.plan(edits);
    try {
        static_cast<void>(edits.preview());
        return {};
    } catch (const Error &error) {
        return home.shortened(error.what() + ("; " + error.hint()));
    }
}

std::string drop_in(const std::string &helpers)
{
    return "~/.config/containers/registries.conf.d/zz-cppsecret.conf: # written by "
           "'cppsecret configure --all-registries'\ncredential-helpers = [" +
           helpers + "]\n\n";
}

} // namespace

TEST_CASE("the entries of podman, buildah and skopeo")
{
    judge({
        {"in the file that they write, and in the one that outlives a reboot",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         {},
         R"(~/.config/containers/auth.json: {"credHelpers":{"a.io":"cppsecret"}})"
         "\n"
         R"(~/run/containers/auth.json: {"credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"beside what is there",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         {.containers = R"({"auths": {}})", .persistent = R"({"credHelpers": {"b.io": "pass"}})"},
         R"(~/.config/containers/auth.json: {"credHelpers":{"b.io":"pass","a.io":"cppsecret"}})"
         "\n"
         R"(~/run/containers/auth.json: {"auths":{},"credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"nothing where our helper is named already",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         {.containers = R"({"credHelpers": {"a.io": "cppsecret"}})",
          .persistent = R"({"credHelpers": {"a.io": "cppsecret"}})"},
         ""},
        {"Docker Hub by its host",
         {.tools = {Family::Containers}, .hosts = {"docker.io"}},
         {.containers = "{}", .persistent = R"({"credHelpers": {"docker.io": "cppsecret"}})"},
         R"(~/run/containers/auth.json: {"credHelpers":{"docker.io":"cppsecret"}})"
         "\n"},
        {"another helper's by force",
         {.tools = {Family::Containers}, .hosts = {"a.io"}, .force = true},
         {.containers = R"({"credHelpers": {"a.io": "pass"}})",
          .persistent = R"({"credHelpers": {"a.io": "cppsecret"}})"},
         R"(~/run/containers/auth.json: {"credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"for every registry a drop-in",
         {.tools = {Family::Containers}, .all_registries = true},
         {},
         drop_in("\"cppsecret-containers\", \"containers-auth.json\"")},
        {"a strict one leaves no way to auth files",
         {.tools = {Family::Containers}, .all_registries = true, .strict = true},
         {},
         drop_in("\"cppsecret-containers\"")},
    });
    judge({{"an earlier version's drop-in goes",
            {.tools = {Family::Containers}, .all_registries = true},
            {},
            drop_in("\"cppsecret-containers\", \"containers-auth.json\"") +
                "~/.config/containers/registries.conf.d/50-cppsecret.conf: gone\n"}},
          [](test::Home &home) {
              home.write(".config/containers/registries.conf.d/50-cppsecret.conf",
                         drop_in_text(true));
          });
    judge({{"and stays where somebody has changed it",
            {.tools = {Family::Containers}, .all_registries = true},
            {},
            drop_in("\"cppsecret-containers\", \"containers-auth.json\"")}},
          [](test::Home &home) {
              home.write(".config/containers/registries.conf.d/50-cppsecret.conf", "# mine\n");
          });
}

TEST_CASE("the drop-in is written for tools of any age")
{
    Machine home;
    const test::Variable variable("XDG_CONFIG_HOME", home / "x");
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
    const Configuration configuration(settings, helpers,
                                      {.tools = {Family::Containers}, .all_registries = true});
    FileEdits edits;
    configuration.plan(edits);
    std::string paths;
    for (const FileChange &change : edits.preview())
        paths += change.path + " ";
    CHECK(home.shortened(paths) == "~/.config/containers/registries.conf.d/zz-cppsecret.conf "
                                   "~/x/containers/registries.conf.d/zz-cppsecret.conf ");
}

TEST_CASE("Docker Hub where DOCKER_CONFIG has podman write docker's format")
{
    struct Row {
        const char *name;
        machine::Version version;
        bool is_connected;
        std::string keys; ///< of config.json
        std::string warnings;
    };
    const std::string hub = "https://index.docker.io/v1/";
    for (const Row &row : {
             Row{"podman 4.7", {4, 7}, false, R"({"docker.io":"cppsecret"})", ""},
             Row{"podman 4.8",
                 {4, 8},
                 false,
                 R"({"docker.io":"cppsecret",")" + hub + R"(":"cppsecret"})",
                 ""},
             Row{"which has a connection",
                 {4, 8},
                 true,
                 R"({"docker.io":"cppsecret"})",
                 "'podman login docker.io' still writes base64 while DOCKER_CONFIG is set: podman "
                 "has a connection ('~/.config/containers/podman-connections.json'), and would "
                 "fail "
                 "on the entry for Docker Hub's URL; unset DOCKER_CONFIG\n"},
         })
        SUBCASE(row.name)
        {
            Machine home;
            const test::Variable variable("DOCKER_CONFIG", home / "d");
            if (row.is_connected)
                connect_podman(home);
            const machine::ToolSettings settings =
                machine::read_settings(std::nullopt, {{Family::Containers, "podman", row.version}});
            machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
            Configuration configuration(settings, helpers,
                                        {.tools = {Family::Containers}, .hosts = {"docker.io"}});
            FileEdits edits;
            configuration.plan(edits);
            const std::string made = test::made(edits, home);
            INFO(made);
            CHECK(made.find("~/d/config.json: {\"credHelpers\":" + row.keys + "}") !=
                  std::string::npos);
            CHECK(test::lines_of(configuration.warnings(), home) == row.warnings);
        }
}

TEST_CASE("the entries of docker")
{
    judge({
        {"for a host",
         {.tools = {Family::Docker}, .hosts = {"a.io"}},
         {.docker = "{}"},
         R"(~/.docker/config.json: {"credHelpers":{"a.io":"cppsecret"}})"
         "\n"},
        {"Docker Hub by credsStore",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker = R"({"credHelpers": {"a.io": "pass"}})"},
         R"(~/.docker/config.json: {"credHelpers":{"a.io":"pass"},"credsStore":"cppsecret"})"
         "\n"},
        {"by its URL beside another credsStore",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker = R"({"credsStore": "pass"})"},
         R"(~/.docker/config.json: {"credsStore":"pass","credHelpers":{"https://index.docker.io/v1/":"cppsecret"}})"
         "\n"},
        {"and where its URL is named",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}, .force = true},
         {.docker = R"({"credHelpers": {"https://index.docker.io/v1/": "pass"}})"},
         R"(~/.docker/config.json: {"credHelpers":{"https://index.docker.io/v1/":"cppsecret"}})"
         "\n"},
        {"for every registry by credsStore",
         {.tools = {Family::Docker}, .all_registries = true},
         {.docker = R"({"auths": {}})"},
         R"(~/.docker/config.json: {"auths":{},"credsStore":"cppsecret"})"
         "\n"},
        {"another credsStore by force",
         {.tools = {Family::Docker}, .all_registries = true, .force = true},
         {.docker = R"({"credsStore": "pass"})"},
         R"(~/.docker/config.json: {"credsStore":"cppsecret"})"
         "\n"},
        {"our other name is replaced without",
         {.tools = {Family::Docker}, .all_registries = true},
         {.docker = R"({"credsStore": "cppsecret-containers"})"},
         R"(~/.docker/config.json: {"credsStore":"cppsecret"})"
         "\n"},
    });
    judge({{"nerdctl asks by the port too",
            {.tools = {Family::Docker}, .hosts = {"a.io"}},
            {.docker = "{}"},
            R"(~/.docker/config.json: {"credHelpers":{"a.io":"cppsecret","a.io:443":"cppsecret"}})"
            "\n"}},
          [](test::Home &home) { home.install("nerdctl"); });
    judge({{"Docker Hub stays with another credsStore while podman has a connection",
            {.tools = {Family::Docker}, .hosts = {"a.io", "docker.io"}},
            {.docker = R"({"credsStore": "pass"})"},
            R"(~/.docker/config.json: {"credsStore":"pass","credHelpers":{"a.io":"cppsecret"}})"
            "\n"}},
          connect_podman);
}

TEST_CASE("another helper is not replaced unasked")
{
    CHECK(refusal({.tools = {Family::Containers}, .hosts = {"a.io"}},
                  {.containers = R"({"credHelpers": {"a.io": "pass"}})"}) ==
          "'~/run/containers/auth.json' names the helper 'pass' for 'a.io'; use --force to replace "
          "it");
    CHECK(refusal({.tools = {Family::Docker}, .hosts = {"a.io"}},
                  {.docker = R"({"credHelpers": {"a.io": "pass"}})"}) ==
          "'~/.docker/config.json' names the helper 'pass' for 'a.io'; use --force to replace it");
    CHECK(refusal({.tools = {Family::Docker}, .all_registries = true},
                  {.docker = R"({"credsStore": "pass"})"}) ==
          "'~/.docker/config.json' has the credsStore 'pass'; use --force to replace it");
    CHECK(refusal({.tools = {Family::Docker}, .hosts = {"a.io"}},
                  {.docker = R"({"credHelpers": {"a.io": ""}})"}) == "");
}

TEST_CASE("every host that has a login in the files of the tools is taken in")
{
    const test::AuthFiles files{
        R"({"auths": {"a.io": {"auth": "ann:one"}, "b.io/team": {"auth": "ann:one"}, "c.io": {}}})",
        R"({"auths": {"https://index.docker.io/v1/": {"auth": "ann:one"}}})"};
    struct HostRow {
        const char *name;
        std::vector<Family> tools;
        Hosts hosts;
    };
    for (const HostRow &row :
         {HostRow{"podman reads docker's too", {Family::Containers}, {"a.io", "docker.io", "x.io"}},
          HostRow{"docker its own", {Family::Docker}, {"docker.io", "x.io"}}})
        SUBCASE(row.name)
        {
            Machine home;
            files.write_to(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
            machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
            Configuration configuration(settings, helpers, {.tools = row.tools, .hosts = {"x.io"}});
            configuration.add_hosts_with_logins();
            CHECK(configuration.hosts() == row.hosts);
        }
}

TEST_CASE("a host is taken in as the keys of its logins spell it")
{
    Machine home;
    test::AuthFiles{R"({"auths": {"a.io:443": {"auth": "ann:one"}, "B.io": {"auth": "ann:one"}}})"}
        .write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
    Configuration configuration(settings, helpers, {.tools = {Family::Containers}});
    configuration.add_hosts_with_logins();
    FileEdits edits;
    configuration.plan(edits);
    const std::string names = R"({"credHelpers":{"B.io":"cppsecret","a.io:443":"cppsecret"}})";
    CHECK(test::made(edits, home).starts_with("~/.config/containers/auth.json: " + names + "\n"));
    CHECK(configuration.hosts() == Hosts{"B.io", "a.io:443"});
}

TEST_CASE("what has to be shown to work afterwards")
{
    struct ProofRow {
        const char *name;
        Rules rules;
        Hosts by_podman, by_docker;
        bool drop_in, undone_by_reboot;
    };
    for (const ProofRow &row :
         {ProofRow{"a host",
                   {.tools = {Family::Containers}, .hosts = {"a.io"}},
                   {"a.io"},
                   {"a.io"},
                   false,
                   true},
          ProofRow{"docker's",
                   {.tools = {Family::Docker}, .hosts = {"a.io"}},
                   {"a.io"},
                   {"a.io"},
                   false,
                   false},
          ProofRow{"a drop-in",
                   {.tools = {Family::Containers}, .all_registries = true},
                   {},
                   {},
                   true,
                   false},
          ProofRow{"docker's credsStore",
                   {.tools = {Family::Docker}, .all_registries = true},
                   {},
                   {},
                   false,
                   false},
          ProofRow{"Docker Hub that stays",
                   {.tools = {Family::Docker}, .hosts = {"a.io", "docker.io"}},
                   {"a.io", "docker.io"},
                   {"a.io"},
                   false,
                   false},
          ProofRow{"a file that is given",
                   {.tools = {Family::Containers}, .hosts = {"a.io"}, .auth_file = "/mine"},
                   {"a.io"},
                   {"a.io"},
                   false,
                   false}})
        SUBCASE(row.name)
        {
            Machine home;
            connect_podman(home);
            test::AuthFiles{.docker = R"({"credsStore": "pass"})"}.write_to(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
            machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
            const Configuration configuration(settings, helpers, row.rules);
            CHECK(configuration.hosts_to_prove(Family::Containers) == row.by_podman);
            CHECK(configuration.hosts_to_prove(Family::Docker) == row.by_docker);
            CHECK(configuration.has_drop_in() == row.drop_in);
            CHECK(configuration.is_undone_by_reboot() == row.undone_by_reboot);
        }
}
