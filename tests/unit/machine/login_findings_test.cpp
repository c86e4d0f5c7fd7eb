// SPDX-License-Identifier: MIT
#include "machine/inventory.hpp"
#include "machine/read_settings.hpp"
#include "support/home.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

namespace {

const std::vector<Tool> tools{{Family::Containers, "podman", Version{5, 8}},
                              {Family::Docker, "docker", Version{29, 0}}};

struct Row {
    const char *name;
    test::AuthFiles files;
    const char *given; ///< the file of --authfile; null without
    std::string advice;
    std::string command;
    const char *conf = ""; ///< registries.conf
};

/// What is to be done about the one login that is not used.
void judge(std::initializer_list<Row> rows)
{
    for (const Row &row : rows)
        SUBCASE(row.name)
        {
            test::Home home;
            home.install("docker-credential-cppsecret-containers");
            home.write(".config/containers/registries.conf", row.conf);
            row.files.write_to(home);
            std::optional<std::string> given;
            if (row.given != nullptr) {
                home.write("mine.json", test::with_base64(row.given));
                given = home / "mine.json";
            }
            const ToolSettings settings = read_settings(given, tools);
            HelperOracle helpers({{{"k.io", "ann"}}, {}}, Others::Ask);
            Findings findings = Inventory(settings, helpers).findings();
            std::erase_if(findings,
                          [](const Finding &finding) { return finding.check != Check::Shadowed; });
            REQUIRE(findings.size() == 1);
            CHECK(home.shortened(findings.front().advice) == row.advice);
            CHECK(home.shortened(findings.front().command.text()) == row.command);
        }
}

} // namespace

TEST_CASE("a login that the tools pass over is moved by the command that comes to its file")
{
    const std::string advice = "move it into the keyring, where they find it: ";
    const char *const fields = R"({"auths": {"a.io": {"username": "ann", "password": "pw"}}})";
    judge({
        {"podman's file",
         {.containers = fields},
         nullptr,
         advice + "'cppsecret migrate a.io'",
         "cppsecret migrate a.io"},
        {".dockercfg",
         {.legacy = R"({"a.io": {"username": "ann", "password": "pw"}})"},
         nullptr,
         advice + "'cppsecret migrate a.io'",
         "cppsecret migrate a.io"},
        {"the file of --authfile",
         {},
         fields,
         advice + "'cppsecret migrate --authfile ~/mine.json a.io'",
         "cppsecret migrate --authfile ~/mine.json a.io"},
        {"a namespace, which no helper can hold",
         {R"({"auths": {"a.io/team": {"username": "ann", "password": "pw"}}})"},
         nullptr,
         "log in again with the tool that is to use it, and take the entry out",
         "${EDITOR:-vi} ~/run/containers/auth.json"},
        {"a file that is not read beside that of --authfile",
         {.legacy = R"({"a.io": {"auth": "ann:one"}})"},
         "{}",
         advice + "'cppsecret migrate a.io'",
         "cppsecret migrate a.io"},
        {"that of --authfile, with a registries.conf that leaves the files out",
         {},
         R"({"auths": {"a.io": {"auth": "ann:one"}}})",
         advice + "'cppsecret migrate --authfile ~/mine.json a.io'",
         "cppsecret migrate --authfile ~/mine.json a.io",
         R"(credential-helpers = ["cppsecret-containers"])"},
    });
}

TEST_CASE("only what no tool could use is told to be taken out")
{
    const std::string advice =
        "take the entry out of 'auths', or see 'cppsecret resolve' for what is used";
    judge({
        {"another file comes first",
         {.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
          .persistent = R"({"auths": {"a.io": {"auth": "bob:two"}}})"},
         nullptr,
         advice,
         "${EDITOR:-vi} ~/.config/containers/auth.json"},
        {"no image leads to it",
         {R"({"auths": {"*.io": {"auth": "ann:one"}}})"},
         nullptr,
         advice,
         "${EDITOR:-vi} ~/run/containers/auth.json"},
    });
}

TEST_CASE("docker's token is moved too, and what hides a login of the keyring")
{
    const std::string advice = "move it into the keyring: ";
    judge({
        {"docker's token in the file of --authfile",
         {},
         R"({"auths": {"https://index.docker.io/v1/access-token": {"auth": "ann:t"}}})",
         advice + "'cppsecret migrate --authfile ~/mine.json docker.io'",
         "cppsecret migrate --authfile ~/mine.json docker.io"},
        {"a login before the keyring's, in that file",
         {.docker = R"({"credHelpers": {"k.io": "cppsecret"}})"},
         R"({"auths": {"k.io": {"auth": "ann:old"}}})",
         advice + "'cppsecret migrate --authfile ~/mine.json k.io'",
         "cppsecret migrate --authfile ~/mine.json k.io"},
        {"a namespace's, which podman takes for the host's",
         {.containers = R"({"auths": {"https://k.io/team": {"auth": "ann:old"}}})",
          .docker = R"({"credHelpers": {"k.io": "cppsecret"}})"},
         nullptr,
         "take the entry out of 'auths'",
         "${EDITOR:-vi} ~/run/containers/auth.json"},
    });
}
