// SPDX-License-Identifier: MIT
// Whom a login or an entry reaches, and what the others meet instead: files that people have.
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;
using machine::Obstacle;

namespace {

using Kind = HelperReply::Kind;

Login entry(const char *file, const std::string &key)
{
    return {ServerKey(key).identity(), "ann", Place::File, file, key, {}};
}

Login in_keyring(const std::string &server)
{
    return {ServerKey(server).identity(), "ann", Place::Keyring, {}, server, "cppsecret"};
}

bool shares(std::string_view helper)
{
    return machine::is_our_helper(helper) || helper == "secretservice";
}

Obstacle obstacle(const World &world, const Tool &tool, const Login &login)
{
    return reach_of(login, tool, world.settings(), world.ask(), shares).obstacle;
}

struct Row {
    const char *name;
    World world;
    Login login;
    Obstacle podmans, dockers;
};

void judge(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        CAPTURE(row.name);
        CHECK(obstacle(row.world, podman, row.login) == row.podmans);
        CHECK(obstacle(row.world, docker, row.login) == row.dockers);
    }
}

} // namespace

TEST_CASE("an entry of auths is used by the tools whose search ends there")
{
    const std::string q = auths("q.io"), port = auths("q.io:443"), team = auths("q.io/team"),
                      url = auths("https://q.io/v1/"), hub = auths("https://index.docker.io/v1/"),
                      hub_name = auths("docker.io"), capital = auths("Q.io"),
                      token = auths("https://index.docker.io/v1/access-token");
    const std::string fields = R"({"auths":{"q.io":{"username":"ann","password":"pw"}}})";
    const std::string undecodable = R"({"auths":{"q.io":{"auth":"YW5uOnB3"},"fake":{"auth":"b"}}})";
    const std::string both =
        R"({"auths":{"q.io":{"auth":"YW5uOnB3"},"https://q.io":{"auth":"YW5uOnB3"}}})";
    const std::string wildcard = auths("*.q.io");
    using enum Obstacle;
    judge({
        {"its host", {.auth = q}, entry(auth_json, "q.io"), None, FileNotRead},
        {"docker's file", {.config = q}, entry(config_json, "q.io"), None, None},
        {"with the port of https", {.auth = port}, entry(auth_json, "q.io:443"), None, FileNotRead},
        {"with it for docker", {.config = port}, entry(config_json, "q.io:443"), None, None},
        {"a capital", {.config = capital}, entry(config_json, "Q.io"), None, None},
        {"a URL", {.config = url}, entry(config_json, "https://q.io/v1/"), None, None},
        {"a namespace", {.config = team}, entry(config_json, "q.io/team"), None, None},
        {"Docker Hub by its URL",
         {.config = hub},
         entry(config_json, "https://index.docker.io/v1/"),
         None,
         None},
        {"Docker Hub by its name",
         {.config = hub_name},
         entry(config_json, "docker.io"),
         None,
         FileNotRead},
        {"docker's token",
         {.config = token},
         entry(config_json, "https://index.docker.io/v1/access-token"),
         None, // as a URL of Docker Hub's
         None},
        {"a second spelling",
         {.config = both},
         entry(config_json, "https://q.io"),
         Shadowed,
         Shadowed},
        {"the file before", {.auth = q, .config = q}, entry(config_json, "q.io"), Shadowed, None},
        {"a file that docker does not read, before the one that it reads",
         {.auth = q, .config = q},
         entry(auth_json, "q.io"),
         None,
         FileNotRead},
        {"a helper that may have one by another of its names",
         {.auth = R"({"credHelpers":{"q.io:443":"pass"},"auths":{"q.io":{"auth":"YW5uOnB3"}}})",
          .config = port,
          .helpers = {{"pass", Kind::Unknown}}},
         entry(config_json, "q.io:443"),
         Unknown,
         None},
        {"a helper in the same file",
         {.config = R"({"credHelpers":{"q.io":"pass"},"auths":{"q.io":{"auth":"YW5uOnB3"}}})",
          .helpers = {{"pass", Kind::Login}}},
         entry(config_json, "q.io"),
         Shadowed,
         Shadowed},
        {"a helper that may have one",
         {.config = R"({"credHelpers":{"q.io":"pass"},"auths":{"q.io":{"auth":"YW5uOnB3"}}})",
          .helpers = {{"pass", Kind::Unknown}}},
         entry(config_json, "q.io"),
         Unknown,
         Unknown},
        {"user and password without 'auth'",
         {.auth = fields},
         entry(auth_json, "q.io"),
         FieldNotRead,
         FileNotRead},
        {"which is passed over for a login of a later file",
         {.auth = fields, .config = R"({"auths":{"q.io":{"auth":"YW5uOnB3"}}})"},
         entry(auth_json, "q.io"),
         FieldNotRead,
         FileNotRead},
        {"which docker reads", {.config = fields}, entry(config_json, "q.io"), FieldNotRead, None},
        {"the same with the port of https",
         {.auth = R"({"auths":{"q.io:443":{"username":"ann","password":"pw"}}})"},
         entry(auth_json, "q.io:443"),
         FieldNotRead,
         FileNotRead},
        {"beside the host's",
         {.auth = R"({"auths":{"q.io:443":{"auth":"YW5u"},"q.io":{"auth":"YW5uOnB3"}}})"},
         entry(auth_json, "q.io:443"),
         FieldNotRead,
         FileNotRead},
        {"another entry that is no login",
         {.config = undecodable},
         entry(config_json, "q.io"),
         None,
         FileFails},
        {"a wildcard", {.config = wildcard}, entry(config_json, "*.q.io"), NoImage, NoImage},
        {"registries.conf leaves the files out",
         {.auth = q, .conf = {"cppsecret-containers"}},
         entry(auth_json, "q.io"),
         FileNotRead,
         FileNotRead},
        {"which counts, whatever comes first",
         {.auth = q, .conf = {"cppsecret-containers"}, .keyring = {{"q.io", "ann"}}},
         entry(auth_json, "q.io"),
         FileNotRead,
         FileNotRead},
        {"registries.conf is broken",
         {.auth = q, .conf_problem = "it is broken"},
         entry(auth_json, "q.io"),
         SearchFails,
         FileNotRead},
    });
}

TEST_CASE("a login of the keyring is used where our helper is asked for it")
{
    const std::string names_us = cred_helpers("q.io");
    const std::string names_port = cred_helpers("q.io:443");
    const std::map<std::string, std::string> keyring{{"q.io", "ann"}};
    using enum Obstacle;
    judge({
        {"nobody asks", {.keyring = keyring}, in_keyring("q.io"), FileNotRead, FileNotRead},
        {"credHelpers", {.config = names_us, .keyring = keyring}, in_keyring("q.io"), None, None},
        {"under another spelling",
         {.config = names_us, .keyring = keyring},
         in_keyring("https://q.io"),
         None,
         None},
        {"the entry has the port of https",
         {.config = names_port, .keyring = keyring},
         in_keyring("q.io:443"),
         None,
         None},
        {"and the login has not",
         {.config = names_port, .keyring = keyring},
         in_keyring("q.io"),
         None,
         None},
        {"the entry has a capital",
         {.config = cred_helpers("Q.io"), .keyring = keyring},
         in_keyring("q.io"),
         None,
         None},
        {"by credsStore, under another port than the one that another helper has",
         {.config = R"({"credHelpers":{"q.io":"pass"},"credsStore":"cppsecret"})",
          .helpers = {{"pass", Kind::None}},
          .keyring = keyring},
         in_keyring("q.io"),
         FileNotRead,
         None},
        {"registries.conf",
         {.conf = {"cppsecret-containers", "containers-auth.json"}, .keyring = keyring},
         in_keyring("q.io"),
         None,
         FileNotRead},
        {"a file comes first",
         {.auth = auths("q.io"), .config = names_us, .keyring = keyring},
         in_keyring("q.io"),
         Shadowed,
         None},
        {"a namespace, for which no tool asks a helper",
         {.config = R"({"credsStore":"cppsecret"})", .keyring = {{"q.io/team", "ann"}}},
         in_keyring("q.io/team"),
         FileNotRead,
         FileNotRead},
    });
    // another helper that keeps its logins in the same keyring
    const World shared{.config = R"({"credsStore":"secretservice"})",
                       .helpers = {{"secretservice", Kind::Login}}};
    Login login = in_keyring("q.io");
    login.username = "of-secretservice";
    CHECK(obstacle(shared, docker, login) == None);
    CHECK(obstacle(shared, podman, login) == FileNotRead);
}

TEST_CASE("a login of another helper, also one that is made when it is asked for")
{
    const Login made{"q.io", "", Place::Helper, config_json, "q.io", "ecr-login"};
    const Login kept{"q.io", "of-pass", Place::Helper, config_json, "q.io", "pass"};
    const std::string config = cred_helpers("q.io", "ecr-login");
    using enum Obstacle;
    judge({
        {"made when it is asked for",
         {.config = config, .helpers = {{"ecr-login", Kind::Unknown}}},
         made,
         None,
         None},
        {"after another file",
         {.auth = auths("q.io"), .config = config, .helpers = {{"ecr-login", Kind::Unknown}}},
         made,
         Shadowed,
         None},
        {"not by another entry of the same helper",
         {.auth = auths("q.io:443"),
          .config = R"({"credHelpers":{"q.io":"ecr-login","q.io:443":"ecr-login"}})",
          .helpers = {{"ecr-login", Kind::Unknown}}},
         {"q.io", "", Place::Helper, config_json, "q.io:443", "ecr-login"},
         Unknown,
         None},
        {"docker's credsStore",
         {.config = R"({"credsStore":"pass"})", .helpers = {{"pass", Kind::Login}}},
         kept,
         FileNotRead,
         None},
    });
}

TEST_CASE("an entry of credHelpers reaches the tools that ask under its key")
{
    struct HelperRow {
        const char *name;
        World world;
        const char *file, *key;
        Obstacle podmans, dockers;
    };
    const std::string q = cred_helpers("q.io"), hub = cred_helpers("docker.io"),
                      url = cred_helpers("https://index.docker.io/v1/"),
                      scheme = cred_helpers("https://q.io"), slash = cred_helpers("q.io/"),
                      team = cred_helpers("q.io/team"), wildcard = cred_helpers("*.q.io");
    using enum Obstacle;
    const std::vector<HelperRow> rows = {
        {"a host", {.config = q}, config_json, "q.io", None, None},
        {"in podman's file", {.auth = q}, auth_json, "q.io", None, FileNotRead},
        {"behind a login",
         {.auth = auths("q.io"), .config = q},
         config_json,
         "q.io",
         Shadowed,
         None},
        {"in podman's file, beside a login of docker's",
         {.auth = q, .config = auths("q.io")},
         auth_json,
         "q.io",
         None,
         FileNotRead},
        {"Docker Hub's name", {.config = hub}, config_json, "docker.io", None, NoImage},
        {"Docker Hub's URL",
         {.config = url},
         config_json,
         "https://index.docker.io/v1/",
         NoImage,
         None},
        {"a scheme", {.config = scheme}, config_json, "https://q.io", NoImage, NoImage},
        {"a slash", {.config = slash}, config_json, "q.io/", NoImage, NoImage},
        {"a namespace", {.config = team}, config_json, "q.io/team", NoImage, NoImage},
        {"a wildcard", {.config = wildcard}, config_json, "*.q.io", NoImage, NoImage},
    };
    for (const HelperRow &row : rows) {
        CAPTURE(row.name);
        const auto of = [&](const Tool &tool) {
            return reach_of_helper(row.file, row.key, tool, row.world.settings(), row.world.ask())
                .obstacle;
        };
        CHECK(of(podman) == row.podmans);
        CHECK(of(docker) == row.dockers);
    }
}
