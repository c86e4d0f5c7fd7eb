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

TEST_CASE("with DOCKER_CONFIG a login from podman 4.8 on is written as docker writes it")
{
    const auto with_docker_config = [](machine::ToolFacts &facts) {
        facts.environment.docker_config = "/home/ann/.docker";
        facts.files.erase(facts.files.begin());
        facts.files.front().location.role = Role::Primary;
    };
    const auto beside_auth_file = [](machine::ToolFacts &facts) {
        facts.environment.docker_config = "/home/ann/.docker";
        facts.environment.auth_file = auth_json;
    };
    const auto beside_given_file = [](machine::ToolFacts &facts) {
        facts.environment.docker_config = "/home/ann/.docker";
        facts.auth_file = auth_json;
    };
    const Tool before{Family::Containers, "podman", Version{4, 7}};
    const Tool since{Family::Containers, "podman", Version{4, 8}};
    const std::string plain = std::string("plain ") + config_json;
    const std::string hub = "https://index.docker.io/v1/";
    struct Row {
        const char *name;
        World world;
        const char *registry;
        std::string before, since;
    };
    const std::vector<std::string> ours{"cppsecret-containers", "containers-auth.json"};
    const std::vector<Row> rows = {
        {"the drop-in", {.conf = ours, .change = with_docker_config}, "", "keyring", plain},
        {"an entry for the host",
         {.config = cred_helpers("q.io"), .conf = ours, .change = with_docker_config},
         "q.io",
         "keyring",
         "keyring"},
        {"and without the drop-in",
         {.config = cred_helpers("q.io"), .change = with_docker_config},
         "q.io",
         "keyring",
         "keyring"},
        {"for another host",
         {.config = cred_helpers("q.io"), .change = with_docker_config},
         "r.io",
         plain,
         plain},
        {"Docker Hub by its name",
         {.config = cred_helpers("docker.io"), .change = with_docker_config},
         "docker.io",
         "keyring",
         plain},
        {"by its URL",
         {.config = cred_helpers(hub), .change = with_docker_config},
         "docker.io",
         plain,
         "keyring"},
        {"a credsStore is not looked at",
         {.config = R"({"credsStore":"cppsecret"})", .conf = ours, .change = with_docker_config},
         "",
         "keyring",
         plain},
        {"REGISTRY_AUTH_FILE counts more",
         {.conf = ours, .change = beside_auth_file},
         "",
         "keyring",
         "keyring"},
        {"and so does --authfile",
         {.conf = ours, .change = beside_given_file},
         "",
         "keyring",
         "keyring"},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const machine::ToolSettings settings = row.world.settings();
        CHECK(text_of(next_login(before, row.registry, settings)) == row.before);
        CHECK(text_of(next_login(since, row.registry, settings)) == row.since);
    }
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
    CHECK(text_of(next_login(docker, "q.io", World{.config = cred_helpers("q.io")}.settings())) ==
          "keyring");
    CHECK(text_of(next_login(docker, "docker.io",
                             World{.config = cred_helpers("docker.io")}.settings())) == plain);
    const std::string in_snap = "refused: docker from the snap cannot run a helper";
    const std::vector<Tool> snap{docker_of_snap};
    CHECK(of(docker_of_snap, {.config = R"({"credsStore":"cppsecret"})", .tools = snap}) ==
          in_snap);
    CHECK(text_of(next_login(docker_of_snap, "q.io",
                             World{.config = cred_helpers("q.io"), .tools = snap}.settings())) ==
          in_snap);
    CHECK(of(docker_of_snap, {.tools = snap, .detected = "secretservice", .helpers = others}) ==
          plain);
    const World passed_over{.config = R"({"auths":{"q.io":{}}})", .detected = "secretservice"};
    CHECK(next_login(docker, passed_over.settings()).passed_over == "secretservice");
}
