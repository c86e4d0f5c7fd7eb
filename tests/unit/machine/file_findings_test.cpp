// SPDX-License-Identifier: MIT
#include "machine/file_findings.hpp"
#include "machine/read_settings.hpp"
#include "unit/machine/findings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/stat.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;
using authfile::Format;
using authfile::Role;

namespace {

/// What is found in ~/FILE, which has this text.
std::string found(test::Home &home, const std::string &file, Format format, const std::string &text,
                  mode_t mode = 0600, const std::vector<Tool> &tools = {})
{
    home.write(file, test::with_base64(text));
    ::chmod((home / file).c_str(), mode);
    Findings findings;
    find_in_file(authfile::load_file({home / file, format, authfile::Role::Primary}),
                 read_settings(std::nullopt, tools), findings);
    for (const Finding &finding : findings)
        CHECK_FALSE((finding.why.empty() || finding.hint().empty()));
    return test::lines_of(findings, home);
}

} // namespace

TEST_CASE("logins in plain text")
{
    struct Row {
        const char *name, *text;
        std::string findings;
    };
    const std::string file = "'~/run/containers/auth.json'";
    const std::string edit = " $ ${EDITOR:-vi} ~/run/containers/auth.json\n";
    for (const Row &row : {
             Row{"none", R"({"auths": {"a.io": {}}})", ""},
             Row{"one", R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                 "warning plain: " + file +
                     " holds 1 login in plain text: base64 hides nothing $ cppsecret migrate\n"},
             Row{"two, one of them a token of docker's",
                 R"({"auths": {"a.io": {"auth": "ann:one"},
                            "https://index.docker.io/v1/access-token": {"auth": "ann:t"}}})",
                 "warning plain: " + file +
                     " holds 2 logins in plain text: base64 hides nothing $ cppsecret migrate\n"},
             Row{"an unused login for a namespace has a finding of its own",
                 R"({"auths": {"a.io/b": {"auth": "ann:one"}, "a.io/c": {"auth": "ann:one"}}})",
                 ""},
             Row{"one that stands outside of 'auths'",
                 R"({"quay.example": {"auth": "ann:one"}, "other": {"name": "auth"}})",
                 "warning plain: " + file +
                     " holds what looks like 1 login outside of 'auths', the first for "
                     "'quay.example'" +
                     edit},
             Row{"what is no login is told by itself", R"({"auths": {"fake": {"auth": "bar"}}})",
                 ""},
             Row{"nor those that are for no registry", R"({"auths": {"a b": {"auth": "ann:one"}}})",
                 "warning plain: " + file +
                     " holds 1 login in plain text for what is no registry, the first for 'a b'" +
                     edit},
         })
        SUBCASE(row.name)
        {
            test::Home home;
            CHECK(found(home, "run/containers/auth.json", Format::AuthJson, row.text) ==
                  row.findings);
        }
}

TEST_CASE("logins that are in use by namespace stay, and that of their host with them")
{
    test::Home home;
    home.write("auth.json", test::with_base64(R"({"auths": {"a.io/b": {"auth": "ann:one"},
        "a.io": {"auth": "bob:two"}, "b.io": {"auth": "bob:two"}}})"));
    Findings findings;
    find_in_file(authfile::load_file({home / "auth.json", Format::AuthJson, Role::Primary}),
                 read_settings(std::nullopt, {}), findings, {{"a.io", {"ann", "bob"}}});
    CHECK(test::lines_of(findings, home) ==
          "warning plain: '~/auth.json' holds 1 login in plain text: base64 hides nothing $ "
          "cppsecret migrate --authfile ~/auth.json\n"
          "warning plain: '~/auth.json' holds 2 logins in plain text for 'a.io', where logins are "
          "in use by namespace\n");
}

TEST_CASE("a file that no tool reads by itself is named in the command")
{
    test::Home home;
    CHECK(
        found(home, "mine.json", Format::AuthJson, R"({"auths": {"a.io": {"auth": "ann:one"}}})") ==
        "warning plain: '~/mine.json' holds 1 login in plain text: base64 hides nothing $ "
        "cppsecret migrate --authfile ~/mine.json\n");
    Findings findings;
    home.write("mine.json", R"({"a.io": {"auth": "YW5uOm9uZQ=="}})");
    find_in_file(authfile::load_file({home / "mine.json", Format::AuthJson, Role::Primary}),
                 read_settings(std::nullopt, {}), findings);
    REQUIRE(findings.size() == 1);
    CHECK(home.shortened(findings.front().advice) ==
          "put it into 'auths', and let 'cppsecret migrate --authfile ~/mine.json' move it into "
          "the keyring; or take it out");
}

TEST_CASE("others may read a file that holds passwords")
{
    const std::string login = R"({"auths": {"a.io": {"auth": "ann:one"}}})";
    test::Home home;
    for (const mode_t mode : {0640U, 0604U})
        CHECK(found(home, "run/containers/auth.json", Format::AuthJson, login, mode)
                  .ends_with("warning mode: others may read '~/run/containers/auth.json' $ "
                             "chmod go= ~/run/containers/auth.json\n"));
    CHECK(found(home, "run/containers/auth.json", Format::AuthJson, "{}", 0644) == "");
}

TEST_CASE("a file that the tools cannot use")
{
    test::Home home;
    CHECK(found(home, "run/containers/auth.json", Format::AuthJson, "{")
              .starts_with("error file: '~/run/"));
    CHECK(found(home, "run/containers/auth.json", Format::AuthJson, " \n") ==
          "error file: '~/run/containers/auth.json' is empty $ echo '{}' > "
          "~/run/containers/auth.json\n");
    CHECK(found(home, "config.json", Format::DockerConfig, "") == ""); // docker does not mind
    CHECK(found(home, "config.json", Format::DockerConfig, "", 0600,
                {{Family::Containers, "buildah", std::nullopt}}) ==
          "error file: '~/config.json' is empty $ echo '{}' > ~/config.json\n");
}

TEST_CASE("a file that docker alone refuses")
{
    test::Home home;
    const char *const text = R"({"credsStore": 1})";
    CHECK(found(home, "config.json", Format::DockerConfig, text) ==
          "error file: '~/config.json', line 1, column 16: 'credsStore' is not a text $ "
          "${EDITOR:-vi} ~/config.json\n");
    CHECK(found(home, "run/containers/auth.json", Format::AuthJson, text) == "");
}

TEST_CASE("what a file that cannot be used means to each tool")
{
    test::Home home;
    home.write("file", "{");
    const auto why = [&home](Format format) {
        Findings findings;
        find_in_file(authfile::load_file({home / "file", format, authfile::Role::Primary}),
                     read_settings(std::nullopt, {}), findings);
        return findings.at(0).why;
    };
    CHECK(why(Format::AuthJson) == "podman, buildah and skopeo stop looking for logins here");
    CHECK(why(Format::DockerConfig) ==
          "podman, buildah and skopeo stop looking for logins here, docker goes on without any");
}

TEST_CASE("a credsStore is docker's alone")
{
    test::Home home;
    CHECK(found(home, "config.json", Format::DockerConfig, R"({"credsStore": "pass"})") == "");
    CHECK(
        found(home, "run/containers/auth.json", Format::AuthJson, R"({"credsStore": "pass"})") ==
        "warning credsStore: '~/run/containers/auth.json' has a credsStore, which podman, buildah "
        "and skopeo ignore $ ${EDITOR:-vi} ~/run/containers/auth.json\n");
}

TEST_CASE("DOCKER_CONFIG names the folder, not the file")
{
    test::Home home;
    home.write("config.json", "{}");
    const test::Variable variable("DOCKER_CONFIG", home / "config.json");
    const ToolSettings settings = read_settings(std::nullopt, {});
    Findings findings;
    find_in_file(settings.docker_file(), settings, findings);
    CHECK(test::lines_of(findings, home) ==
          "error environment: DOCKER_CONFIG is '~/config.json', which is a file $ "
          "export DOCKER_CONFIG=~\n");
}

TEST_CASE("what is told of docker's file is what docker does, also where podman is given it")
{
    test::Home home;
    home.write(".docker/config.json", R"({"credsStore": false})");
    const std::string problem =
        "error file: '~/.docker/config.json', line 1, column 16: 'credsStore' is not a text $ "
        "${EDITOR:-vi} ~/.docker/config.json\n";
    const test::Variable variable("REGISTRY_AUTH_FILE", home / ".docker/config.json");
    const auto told = [&home] {
        const ToolSettings settings = read_settings(std::nullopt, {});
        Findings findings;
        find_in_file(settings.first_file(), settings, findings);
        return test::lines_of(findings, home);
    };
    CHECK(told() == problem);
    home.write(".docker/config.json", R"({"credsStore": "pass"})");
    CHECK(told() == "");
}

TEST_CASE("podman falls back to plain text in its first file beside our helper")
{
    test::Home home;
    home.install("docker-credential-cppsecret-containers");
    const char *const login = R"({"auths": {"a.io": {"auth": "ann:one"}}})";
    test::AuthFiles{.containers = login, .docker = login}.write_to(home);
    const auto falls_back = [&home](const std::string &helpers, bool in_dockers) {
        home.write(".config/containers/registries.conf", "credential-helpers = [" + helpers + "]");
        const ToolSettings settings = read_settings(std::nullopt, {});
        Findings findings;
        find_in_file(in_dockers ? settings.docker_file() : settings.first_file(), settings,
                     findings);
        REQUIRE_FALSE(findings.empty());
        return findings.front().why.ends_with(
            "; podman writes a new login there when the keyring refuses it");
    };
    const std::string ours = R"("cppsecret-containers")";
    CHECK(falls_back(ours + R"(, "containers-auth.json")", false));
    CHECK_FALSE(falls_back(ours + R"(, "containers-auth.json")", true));
    CHECK_FALSE(falls_back(ours, false));
    CHECK_FALSE(falls_back(R"("containers-auth.json")", false));
}
