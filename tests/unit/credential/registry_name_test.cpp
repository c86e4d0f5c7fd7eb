// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

/// The hint for a HOST that is refused; "taken" if it is not.
std::string hint_for(const std::string &text)
{
    try {
        static_cast<void>(require_host(text));
        return "taken";
    } catch (const Error &error) {
        CHECK(error.code() == Errc::Usage);
        CHECK_FALSE(parse_host(text));
        return error.hint();
    }
}

} // namespace

TEST_CASE("a host is taken as it is")
{
    for (const char *host : {"quay.io", "localhost", "localhost:5000", "127.0.0.1:5000",
                             "registry:5000", "quay.io:443", "a-b.example"})
        CHECK(parse_host(host) == host);
}

TEST_CASE("Docker Hub has many names")
{
    for (const char *name : {"docker.io", "index.docker.io", "registry-1.docker.io",
                             "https://index.docker.io/v1/", "https://docker.io"})
        CHECK(parse_host(name) == "docker.io");
}

TEST_CASE("a wrong host is named with the right spelling")
{
    CHECK(hint_for("https://quay.io") == "write 'quay.io'");
    CHECK(hint_for("quay.io/") == "write 'quay.io'");
    CHECK(hint_for("quay.io/ann") == "write 'quay.io'");
    CHECK(hint_for("Quay.IO:5000") == "write 'quay.io:5000'");
    for (const char *wrong : {"", "quay", "a b.example", "user@quay.io", "quay.io:port", "-.x"})
        CHECK(hint_for(wrong).starts_with("a HOST has a dot"));
}

TEST_CASE("a registry has a key for docker, a server URL and an address")
{
    struct Row {
        std::string_view name, docker_key, server_url, kind_of_path;
    };
    for (const Row &row :
         {Row{"docker.io", "https://index.docker.io/v1/", "https://index.docker.io/v1/", ""},
          Row{"quay.io", "quay.io", "quay.io", ""},
          Row{"quay.io:443", "quay.io:443", "quay.io:443", ""},
          Row{"quay.io/team", "quay.io", "quay.io/team", "team"},
          Row{"docker.io/team", "https://index.docker.io/v1/", "docker.io/team", "team"}}) {
        CAPTURE(row.name);
        const RegistryName name = require_registry_name(std::string(row.name));
        CHECK(name.docker_key() == row.docker_key);
        CHECK(name.server_url() == row.server_url);
        CHECK(name.path == row.kind_of_path);
        CHECK(name.kind() == (name.path.empty() ? KeyKind::Registry : KeyKind::Namespace));
    }
    CHECK(address_of("docker.io") == "registry-1.docker.io");
    CHECK(address_of("quay.io") == "quay.io");
}

TEST_CASE("docker's tokens keep their key")
{
    const std::string token = "https://index.docker.io/v1/access-token";
    CHECK(docker_key_of(token) == token);
    CHECK(docker_key_of("index.docker.io/v1/access-token") == token);
    CHECK(docker_key_of("index.docker.io/a/b") == docker_hub_url);
    CHECK(docker_key_of("registry-1.docker.io/a/b") == "registry-1.docker.io");
    CHECK(docker_key_of("docker.io:443/a/b") == "docker.io:443");
}

TEST_CASE("the helper of docker's tokens is Docker Hub's")
{
    const std::string hub = "https://index.docker.io/v1/";
    for (const std::string &key : {hub, hub + "access-token", hub + "refresh-token"})
        CHECK(docker_helper_key_of(key) == hub);
    CHECK(docker_helper_key_of("quay.io") == "quay.io");
}

TEST_CASE("docker knows a stored login by its key, and Docker Hub's by one")
{
    const std::string hub = "https://index.docker.io/v1/";
    for (const char *server : {"docker.io", "https://registry-1.docker.io", "index.docker.io/v2/"})
        CHECK(docker_name_of(server) == hub);
    for (const char *server : {"https://quay.io/", "docker.io/team", " a b"})
        CHECK(docker_name_of(server) == server);
    CHECK(docker_name_of(hub + "access-token") == hub + "access-token");
}

TEST_CASE("what credHelpers can name")
{
    for (const char *key : {"quay.io", "localhost:5000", "https://index.docker.io/v1/", "quay"})
        CHECK(is_helper_key(key));
    for (const char *key : {"", "https://quay.io", "quay.io/team", "a b", "index.docker.io/v1/"})
        CHECK_FALSE(is_helper_key(key));
}

TEST_CASE("Docker Hub among others")
{
    Hosts hosts{"docker.io", "quay.io"};
    CHECK(contains_docker_hub(hosts));
    remove_docker_hub(hosts);
    CHECK(hosts == Hosts{"quay.io"});
    CHECK_FALSE(contains_docker_hub(hosts));
}
