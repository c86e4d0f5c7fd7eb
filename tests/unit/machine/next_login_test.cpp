// SPDX-License-Identifier: MIT
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

/// "keyring", "HELPER by FILE", "plain FILE" or "refused: WHY".
std::string text_of(const NextLogin &next)
{
    switch (next.goes) {
    case NextLogin::Goes::Keyring:
        return "keyring";
    case NextLogin::Goes::Helper:
        return next.helper + (next.is_detected ? " by itself" : " by " + next.file);
    case NextLogin::Goes::PlainText:
        return "plain " + next.file;
    case NextLogin::Goes::Refused:
        return "refused: " + next.why;
    }
    return {};
}

std::string of(const Tool &tool, const World &world)
{
    return text_of(next_login(tool, world.settings()));
}

} // namespace

TEST_CASE("where podman's next login goes")
{
    const std::string plain = std::string("plain ") + auth_json;
    const std::map<std::string, HelperReply::Kind> pass{{"pass", HelperReply::Kind::None}};
    struct Row {
        const char *name;
        World world;
        std::string goes;
    };
    const std::vector<Row> rows = {
        {"no setting at all", {}, plain},
        {"the drop-in", {.conf = {"cppsecret-containers", "containers-auth.json"}}, "keyring"},
        {"another helper first",
         {.conf = {"pass", "cppsecret"}, .helpers = pass},
         "pass by /etc/registries.conf"},
        {"one that is not there is passed over",
         {.conf = {"gone", "cppsecret-containers"}},
         "keyring"},
        {"and the auth file comes next", {.conf = {"gone", "containers-auth.json"}}, plain},
        {"nothing else", {.conf = {"gone"}}, "refused: 'docker-credential-gone' is not in PATH"},
        {"which names ours for another registry",
         {.auth = R"({"credHelpers":{"q.io":"cppsecret"}})"},
         plain},
        {"podman does not look at a credsStore", {.auth = R"({"credsStore":"cppsecret"})"}, plain},
        {"an empty file", {.auth = ""}, std::string("refused: '") + auth_json + "' is empty"},
        {"registries.conf that cannot be read",
         {.conf_problem = "it is broken"},
         "refused: it is broken"},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        CHECK(of(podman, row.world) == row.goes);
    }
    CHECK(of(podman, {.auth = "{"}).starts_with("refused: '/run/user/1000/containers/auth.json'"));
    CHECK(of(podman, {.change = [](machine::ToolFacts &facts) {
                 facts.files.erase(facts.files.begin());
             }}) == "refused: the folder of XDG_RUNTIME_DIR does not exist");
}

TEST_CASE("where docker's next login goes")
{
    const std::string plain = std::string("plain ") + config_json;
    const std::map<std::string, HelperReply::Kind> others{
        {"pass", HelperReply::Kind::None}, {"secretservice", HelperReply::Kind::None}};
    struct Row {
        const char *name;
        World world;
        std::string goes;
    };
    const std::vector<Row> rows = {
        {"no file", {}, plain},
        {"our store", {.config = R"({"credsStore":"cppsecret"})"}, "keyring"},
        {"another store",
         {.config = R"({"credsStore":"pass"})", .helpers = others},
         std::string("pass by ") + config_json},
        {"one that is not there",
         {.config = R"({"credsStore":"gone"})"},
         "refused: 'docker-credential-gone' is not in PATH"},
        {"what it finds by itself",
         {.detected = "secretservice", .helpers = others},
         "secretservice by itself"},
        {"also beside other settings",
         {.config = R"({"psFormat":"x"})", .detected = "pass", .helpers = others},
         "pass by itself"},
        {"not beside an entry",
         {.config = R"({"credHelpers":{"q.io":"cppsecret"}})",
          .detected = "secretservice",
          .helpers = others},
         plain},
        {"not beside a login",
         {.config = R"({"auths":{"q.io":{}}})", .detected = "secretservice", .helpers = others},
         plain},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        CHECK(of(docker, row.world) == row.goes);
    }
    CHECK(of(docker, {.config = "{"}).starts_with("refused: '/home/ann/.docker/config.json'"));
    const World passed_over{.config = R"({"auths":{"q.io":{}}})", .detected = "secretservice"};
    CHECK(next_login(docker, passed_over.settings()).passed_over == "secretservice");
}
