// SPDX-License-Identifier: MIT
#include "authfile/lookup/export_format.hpp"
#include "base/error.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

Credential login(const std::string &host, const std::string &user, std::string_view secret)
{
    return {host, user, SecretString(secret)};
}

std::vector<Credential> one(Credential login)
{
    std::vector<Credential> logins;
    logins.push_back(std::move(login));
    return logins;
}

std::string text(const std::vector<Credential> &logins, ExportFormat format,
                 const SecretName &name = {"x", ""})
{
    return std::string(render(logins, format, name).reveal());
}

} // namespace

TEST_CASE("an auth.json names Docker Hub as podman does, a config.json as docker does")
{
    std::vector<Credential> logins = one(login("docker.io", "bob", "b"));
    logins.push_back(login("quay.io:5000", "ann", "a:b"));
    CHECK(text(logins, ExportFormat::AuthJson) ==
          "{\n\t\"auths\": {\n\t\t\"docker.io\": {\n\t\t\t\"auth\": \"Ym9iOmI=\"\n\t\t},\n"
          "\t\t\"quay.io:5000\": {\n\t\t\t\"auth\": \"YW5uOmE6Yg==\"\n\t\t}\n\t}\n}\n");
    CHECK(text(logins, ExportFormat::DockerConfigJson)
              .find("\"https://index.docker.io/v1/\": {\n\t\t\t\"auth\": \"Ym9iOmI=\"") !=
          std::string::npos);
}

TEST_CASE("an identity token stands beside a user without a password")
{
    CHECK(text(one(login("a.example", "<token>", "to\"ken")), ExportFormat::AuthJson) ==
          "{\n\t\"auths\": {\n\t\t\"a.example\": {\n\t\t\t\"auth\": \"PHRva2VuPjo=\",\n"
          "\t\t\t\"identitytoken\": \"to\\\"ken\"\n\t\t}\n\t}\n}\n");
    CHECK_THROWS_WITH_AS(text(one(login("a.example", "<token>", "\xff")), ExportFormat::AuthJson),
                         "the token for 'a.example' is not text, which JSON has to be", Error);
}

TEST_CASE("a user with a colon cannot be written")
{
    CHECK_THROWS_AS(text(one(login("a.example", "a:b", "c")), ExportFormat::AuthJson), Error);
}

TEST_CASE("a manifest quotes its names and holds the config.json")
{
    const auto logins = one(login("a.example", "a", "b"));
    const std::string manifest = text(logins, ExportFormat::KubernetesSecret, {"true", "123"});
    CHECK(manifest.starts_with("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"true\"\n"
                               "  namespace: \"123\"\ntype: kubernetes.io/dockerconfigjson\n"
                               "data:\n  .dockerconfigjson: ewoJ"));
    CHECK(text(logins, ExportFormat::KubernetesSecret, {"x", ""}).find("namespace") ==
          std::string::npos);
}

TEST_CASE("a manifest holds no identity token, which Kubernetes would not read")
{
    const auto logins = one(login("a.example", "<token>", "t"));
    CHECK_THROWS_WITH_AS(static_cast<void>(text(logins, ExportFormat::KubernetesSecret, {"x", ""})),
                         "the login for 'a.example' is an identity token, which Kubernetes does "
                         "not read: no pod could pull with it",
                         Error);
    CHECK(text(logins, ExportFormat::DockerConfigJson).find("identitytoken") != std::string::npos);
}

TEST_CASE("names are those that Kubernetes takes")
{
    for (const char *name : {"a", "a-b.c", "123", "a.b.c"})
        CHECK_NOTHROW(check_name({name, ""}));
    for (const char *name :
         {"", "A", "a_b", "-a", "a-", "a..b", ".a", "a.", "a.-b", "a-.b", "é", "a\"b", "a\nb"})
        CHECK_THROWS_AS(check_name({name, ""}), Error);
    CHECK_NOTHROW(check_name({std::string(253, 'a'), std::string(63, 'a')}));
    CHECK_THROWS_AS(check_name({std::string(254, 'a'), ""}), Error);
    CHECK_THROWS_AS(check_name({"a", std::string(64, 'a')}), Error);
    for (const char *name_space : {"a.b", "A", "-", "a\"b"})
        CHECK_THROWS_AS(check_name({"a", name_space}), Error);
}
