// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/read_settings.hpp"
#include "setup/configuration.hpp"
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
    std::string warnings; ///< a line each
    keyring::Listing keyring = {};
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
            machine::HelperOracle helpers(row.keyring, machine::Others::Ask);
            Configuration configuration(settings, helpers, row.rules);
            CHECK(test::lines_of(configuration.warnings(), home) == row.warnings);
        }
}

std::string lost(const std::string &key, const std::string &file, const std::string &host)
{
    return "the login for '" + key + "' in '" + file +
           "' may not be found any more; log in once more, or let 'cppsecret migrate " + host +
           "' move it into the keyring\n";
}

} // namespace

TEST_CASE("configure warns of a registries.conf that the tools reject before it writes")
{
    judge({{"broken",
            {{Family::Containers}, {"a.io"}},
            {},
            "no helper is asked until this is fixed: "
            "'~/.config/containers/registries.conf', line 1, column 6: Error while parsing array: "
            "encountered end-of-file; fix the file with an editor; podman, buildah and skopeo "
            "reject it "
            "too\n"}},
          [](test::Home &home) { home.write(".config/containers/registries.conf", "a = ["); });
}

TEST_CASE("a login that the tools will not find any more is told")
{
    const test::AuthFiles files{R"({"auths": {"a.io": {"auth": "ann:one"}}})"};
    judge({
        {"the helper has none",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         files,
         lost("a.io", "~/run/containers/auth.json", "a.io")},
        {"it has",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         files,
         "",
         {{{"https://a.io", "ann"}}, {}}},
        {"another host is not touched",
         {.tools = {Family::Containers}, .hosts = {"b.io"}},
         files,
         ""},
        {"docker does not read it", {.tools = {Family::Docker}, .hosts = {"a.io"}}, files, ""},
        {"what docker leaves behind is no login",
         {.tools = {Family::Docker}, .hosts = {"a.io"}},
         {.docker = R"({"auths": {"a.io": {}}})"},
         ""},
        {"after the drop-in the files are read",
         {.tools = {Family::Containers}, .all_registries = true},
         files,
         ""},
        {"but not after a strict one",
         {.tools = {Family::Containers}, .all_registries = true, .strict = true},
         files,
         lost("a.io", "~/run/containers/auth.json", "a.io")},
        {"which fails requests to podman's API, if that is in use",
         {.tools = {Family::Containers},
          .all_registries = true,
          .strict = true,
          .podman_socket = "/s"},
         {},
         "with --strict, podman API requests that carry credentials fail; podman.socket is in "
         "use ('/s'); leave out --strict\n"},
        {"which one that is not strict does not",
         {.tools = {Family::Containers}, .all_registries = true, .podman_socket = "/s"},
         {},
         ""},
        {"a namespace",
         {.tools = {Family::Containers}, .hosts = {"a.io"}},
         {R"({"auths": {"a.io/team": {"auth": "ann:one"}}})"},
         "the login for 'a.io/team' in '~/run/containers/auth.json' is not used where the helper "
         "has one for the host: helpers know no namespaces\n"},
        {"docker looks for none",
         {.tools = {Family::Docker}, .hosts = {"a.io"}},
         {.docker = R"({"auths": {"a.io/team": {"auth": "ann:one"}}})"},
         ""},
        {"credsStore hides all of docker's file",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"},
         lost("a.io", "~/.docker/config.json", "a.io")},
        {"so does one for every registry",
         {.tools = {Family::Docker}, .all_registries = true},
         {.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"},
         lost("a.io", "~/.docker/config.json", "a.io")},
        {"docker's tokens",
         {.tools = {Family::Docker}, .hosts = {"docker.io"}},
         {.docker =
              R"({"auths": {"https://index.docker.io/v1/access-token": {"auth": "ann:one"}}})"},
         lost("https://index.docker.io/v1/access-token", "~/.docker/config.json", "docker.io")},
    });
}

TEST_CASE("what else is told before")
{
    judge({{"no helper",
            {.tools = {Family::Docker}, .hosts = {"a.io"}},
            {.docker = "{}"},
            "'docker-credential-cppsecret' is not in PATH: the tools fail for registries "
            "that name it\n"}},
          [](test::Home &home) {
              std::filesystem::remove(home / "bin/docker-credential-cppsecret");
          });
    judge({{"a login that fails",
            {.tools = {Family::Containers}, .hosts = {"a.io"}},
            {},
            "the folder of XDG_RUNTIME_DIR does not exist: 'podman login' fails\n"},
           {"not that of docker", {.tools = {Family::Docker}, .hosts = {"a.io"}}, {}, ""}},
          [](test::Home &home) { std::filesystem::remove_all(home / "run"); });
    judge({{"a helper that docker no longer finds",
            {.tools = {Family::Docker}, .hosts = {"a.io"}},
            {.docker = R"({"psFormat": "x"})"},
            "docker will no longer detect the helper 'secretservice' on its own, and writes "
            "other logins as base64; --all-registries names our helper for them\n"},
           {"it is ours for all",
            {.tools = {Family::Docker}, .all_registries = true},
            {.docker = R"({"psFormat": "x"})"},
            ""},
           {"it did not before either",
            {.tools = {Family::Docker}, .hosts = {"a.io"}},
            {.docker = R"({"credHelpers": {"b.io": "pass"}})"},
            ""}},
          [](test::Home &home) { home.install("docker-credential-secretservice"); });
    judge({{"Docker Hub stays with another helper",
            {.tools = {Family::Docker}, .hosts = {"docker.io"}},
            {.docker = R"({"credsStore": "pass"})"},
            "docker goes on asking 'pass' for Docker Hub: the entry for its URL would make podman "
            "fail, which has a connection ('~/.config/containers/podman-connections.json')\n"}},
          connect_podman);
}
