// SPDX-License-Identifier: MIT
#include "credential/server_key.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("spellings of one registry are equal")
{
    struct Row {
        const char *asked_by;
        std::string_view spelling;
        std::string_view canonical;
    };
    for (const Row &row : {
             Row{"podman, skopeo", "docker.io", "docker.io"},
             Row{"docker", "https://index.docker.io/v1/", "docker.io"},
             Row{"crane, jib", "index.docker.io", "docker.io"},
             Row{"oras, buildkit", "registry-1.docker.io", "docker.io"},
             Row{"a person who leaves the slash out", "https://index.docker.io/v1", "docker.io"},
             Row{"docker logout", "http://docker.io", "docker.io"},
             Row{"nerdctl for Hub", "index.docker.io:443", "docker.io"},
             Row{"nerdctl for Hub, with scheme", "https://index.docker.io:443", "docker.io"},
             Row{"a person in capitals", "Docker.IO", "docker.io"},
             Row{"API version 2", "https://registry-1.docker.io/v2/", "docker.io"},
             Row{"plain host", "quay.io", "quay.io"},
             Row{"nomad", "https://quay.io", "quay.io"},
             Row{"docker logout, http", "http://quay.io", "quay.io"},
             Row{"scheme in capitals", "HTTPS://QUAY.IO/", "quay.io"},
             Row{"nerdctl", "quay.io:443", "quay.io"},
             Row{"nerdctl, https", "https://quay.io:443", "quay.io"},
             Row{"nerdctl, http", "http://quay.io:443", "quay.io"},
             Row{"with /v1/", "https://quay.io/v1/", "quay.io"},
             Row{"with /v2", "quay.io/v2", "quay.io"},
             Row{"white space around it", " \tquay.io\r\n", "quay.io"},
             Row{"port", "localhost:5000", "localhost:5000"},
             Row{"port and scheme", "http://LocalHost:5000/v2/", "localhost:5000"},
             Row{"IPv6", "https://[::1]:5000/", "[::1]:5000"},
             Row{"IPv6 with the default port", "https://[FE80::1]:443", "[fe80::1]"},
             Row{"a slash too many", "https://quay.io//", "quay.io"},
             Row{"a slash too many after the version", "https://index.docker.io/v1//", "docker.io"},
             Row{"a default port too many", "quay.io:443:443", "quay.io"},
             Row{"namespace with a slash", "https://quay.io/team/", "quay.io/team"},
         }) {
        SUBCASE(row.asked_by)
        {
            const ServerKey key(row.spelling);
            CHECK(key == ServerKey(row.canonical));
            CHECK(key.identity() == row.canonical);
        }
    }
}

TEST_CASE("different registries and paths are not equal")
{
    struct Row {
        const char *name;
        std::string_view one, other;
    };
    for (const Row &row : {
             Row{"Hub's access token", "https://index.docker.io/v1/access-token",
                 "https://index.docker.io/v1/"},
             Row{"Hub's refresh token", "https://index.docker.io/v1/refresh-token",
                 "https://index.docker.io/v1/"},
             Row{"IPv6 addresses without brackets", "2001:db8::1:443", "2001:db8::1"},
             Row{"the same as URLs", "https://2001:db8::1:443/", "https://2001:db8::1/"},
             Row{"the two tokens", "https://index.docker.io/v1/access-token",
                 "https://index.docker.io/v1/refresh-token"},
             Row{"Docker Desktop's doubled slash", "https://index.docker.io/v1//access-token",
                 "https://index.docker.io/v1/access-token"},
             Row{"a repository and its host", "gcr.io/project/image", "gcr.io"},
             Row{"a namespace and its host", "quay.io/team", "quay.io"},
             Row{"letter case of a path", "quay.io/Team", "quay.io/team"},
             Row{"a repository called v1", "quay.io/team/v1", "quay.io/team"},
             Row{"a path below an API version", "quay.io/v1/team", "quay.io/team"},
             Row{"another port", "localhost:5000", "localhost:5001"},
             Row{"no port", "localhost:5000", "localhost"},
             Row{"Hub with another port", "docker.io:5000", "docker.io"},
             Row{"a host that ends like Hub", "notdocker.io", "docker.io"},
             Row{"a host that begins like Hub", "docker.io.example", "docker.io"},
             Row{"a port that ends in 443", "quay.io:8443", "quay.io"},
             Row{"another scheme", "ftp://quay.io", "quay.io"},
         }) {
        SUBCASE(row.name)
        {
            CHECK_FALSE(ServerKey(row.one) == ServerKey(row.other));
        }
    }
}

TEST_CASE("a key with unusual characters has no other spelling")
{
    for (const std::string_view key : {"https://user@quay.io", "quay.io?a=b", "quay.io#top",
                                       "quay .io", "quay\n.io", "quay\x7f.io", "quay\x01.io"}) {
        CAPTURE(std::string(key));
        CHECK(ServerKey(key) == ServerKey(key));
        CHECK_FALSE(ServerKey(key) == ServerKey(std::string(key) + "/"));
        CHECK(ServerKey(key).host().empty());
        CHECK(ServerKey(key).identity() == key);
    }
    CHECK_FALSE(ServerKey("https://user@quay.io") == ServerKey("user@quay.io"));
}

TEST_CASE("a key without a host has no other spelling")
{
    for (const std::string_view key : {"https://", "/", "/v1/", ":443", "https://:443/v2/",
                                       "https://https://quay.io", "quay.io:", "quay.io::443"}) {
        CAPTURE(std::string(key));
        CHECK(ServerKey(key).host().empty());
        CHECK_FALSE(ServerKey(key).is_empty());
        CHECK_FALSE(ServerKey(key) == ServerKey(""));
    }
}

TEST_CASE("a key keeps what was asked for, without white space around it")
{
    CHECK(ServerKey(" HTTPS://Quay.io/V2/\n").as_given() == "HTTPS://Quay.io/V2/");
    CHECK(ServerKey("").is_empty());
    CHECK(ServerKey(" \t\r\n").is_empty());
}

TEST_CASE("a key tells its host and whether it has a path")
{
    CHECK(ServerKey("https://Quay.io:5000/team/").host() == "quay.io:5000");
    CHECK(ServerKey("https://quay.io:5000/team/").has_path());
    CHECK_FALSE(ServerKey("https://quay.io/v2/").has_path());
    CHECK(ServerKey("https://index.docker.io/v1/").host() == "docker.io");
    CHECK(ServerKey("https://index.docker.io/v1/").is_docker_hub());
    CHECK_FALSE(ServerKey("https://index.docker.io/v1/access-token").is_docker_hub());
}

TEST_CASE("a key has a kind, and a registry that it is for")
{
    struct Row {
        std::string_view key;
        KeyKind kind;
        std::string_view registry;
    };
    const Row rows[] = {
        {"quay.io", KeyKind::Registry, "quay.io"},
        {"https://Quay.io/v2/", KeyKind::Registry, "quay.io"},
        {"localhost", KeyKind::Registry, "localhost"},
        {"registry:5000", KeyKind::Registry, "registry:5000"},
        {"docker.io", KeyKind::Registry, "docker.io"},
        {"registry-1.docker.io", KeyKind::Registry, "docker.io"},
        {"https://index.docker.io/v1/", KeyKind::Registry, "docker.io"},
        {"quay.io/team", KeyKind::Namespace, "quay.io"},
        {"https://quay.io/team/", KeyKind::Namespace, "quay.io"},
        {"docker.io/team", KeyKind::Namespace, "docker.io"},
        {"index.docker.io/team", KeyKind::Namespace, "docker.io"},
        {"docker.io/access-token", KeyKind::Namespace, "docker.io"},
        {"https://index.docker.io/v1/team/access-token", KeyKind::Namespace, "docker.io"},
        {"https://index.docker.io/v1/access-token", KeyKind::DockerHubToken, "docker.io"},
        {"https://index.docker.io/v1/refresh-token", KeyKind::DockerHubToken, "docker.io"},
        {"https://index.docker.io/v1//access-token", KeyKind::DockerHubToken, "docker.io"},
        {"", KeyKind::Other, ""},
        {"quay", KeyKind::Other, ""},
        {"my-secret/x", KeyKind::Other, ""},
        {"user@quay.io", KeyKind::Other, ""},
        {"*.dkr.ecr.amazonaws.com", KeyKind::Other, ""},
    };
    for (const Row &row : rows) {
        CAPTURE(row.key);
        const ServerKey key(row.key);
        CHECK(key.kind() == row.kind);
        CHECK(key.registry() == row.registry);
    }
}

TEST_CASE("a helper can hold registries and docker's tokens")
{
    CHECK(is_asked_of_helpers(KeyKind::Registry));
    CHECK(is_asked_of_helpers(KeyKind::DockerHubToken));
    CHECK_FALSE(is_asked_of_helpers(KeyKind::Namespace));
    CHECK_FALSE(is_asked_of_helpers(KeyKind::Other));
}

TEST_CASE("a logout from Docker Hub takes docker's tokens along")
{
    const std::vector<ServerKey> keys = keys_of_logout(ServerKey("docker.io"));
    REQUIRE(keys.size() == 3);
    CHECK(keys[0].is_docker_hub());
    CHECK(keys[1].kind() == KeyKind::DockerHubToken);
    CHECK(keys[2].kind() == KeyKind::DockerHubToken);
    CHECK(keys_of_logout(ServerKey("quay.io")).size() == 1);
    CHECK(keys_of_logout(ServerKey("docker.io/team")).size() == 1);
}

TEST_CASE("a key has the spellings that clients store under, each of the same registry")
{
    struct Row {
        std::string_view key;
        std::vector<std::string> spellings;
    };
    const Row rows[] = {
        {"HTTPS://Quay.IO/v2/",
         {"quay.io", "https://quay.io", "http://quay.io", "https://quay.io/", "https://quay.io/v1/",
          "https://quay.io/v2/", "quay.io:443", "https://quay.io:443", "http://quay.io:443"}},
        {"localhost:5000",
         {"localhost:5000", "https://localhost:5000", "http://localhost:5000",
          "https://localhost:5000/", "https://localhost:5000/v1/", "https://localhost:5000/v2/"}},
        {"[::1]",
         {"[::1]", "https://[::1]", "http://[::1]", "https://[::1]/", "https://[::1]/v1/",
          "https://[::1]/v2/", "[::1]:443", "https://[::1]:443", "http://[::1]:443"}},
        {"[::1]:5000",
         {"[::1]:5000", "https://[::1]:5000", "http://[::1]:5000", "https://[::1]:5000/",
          "https://[::1]:5000/v1/", "https://[::1]:5000/v2/"}},
        {"2001:db8::1:443",
         {"2001:db8::1:443", "https://2001:db8::1:443", "http://2001:db8::1:443",
          "https://2001:db8::1:443/", "https://2001:db8::1:443/v1/",
          "https://2001:db8::1:443/v2/"}},
        {"docker.io",
         {"https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io",
          "https://index.docker.io/v1", "https://docker.io", "https://registry-1.docker.io",
          "index.docker.io:443"}},
        {"https://index.docker.io/v1/access-token",
         {"index.docker.io/v1/access-token", "https://index.docker.io/v1/access-token"}},
        {"quay.io/Team/", {"quay.io/Team", "https://quay.io/Team"}},
        {"user@quay.io", {}},
        {"", {}},
    };
    for (const Row &row : rows) {
        CAPTURE(row.key);
        const ServerKey key(row.key);
        CHECK(spellings_of_clients(key) == row.spellings);
        for (const std::string &spelling : row.spellings)
            CHECK(ServerKey(spelling) == key);
    }
}
