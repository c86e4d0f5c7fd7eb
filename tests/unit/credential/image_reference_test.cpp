// SPDX-License-Identifier: MIT
#include "credential/image_reference.hpp"
#include "credential/registry_name.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

} // namespace

TEST_CASE("an image is brought into its full form")
{
    struct Row {
        std::string text, registry, path, tag, digest;
    };
    const std::vector<Row> rows = {
        {"alpine", "docker.io", "library/alpine", "", ""},
        {"alpine:3.19", "docker.io", "library/alpine", "3.19", ""},
        {"user/image", "docker.io", "user/image", "", ""},
        {"docker.io/alpine", "docker.io", "library/alpine", "", ""},
        {"index.docker.io/alpine", "docker.io", "library/alpine", "", ""},
        {"index.docker.io/a/b:t", "docker.io", "a/b", "t", ""},
        {"registry-1.docker.io/library/alpine", "registry-1.docker.io", "library/alpine", "", ""},
        {"quay.io/ns/img:v1.2", "quay.io", "ns/img", "v1.2", ""},
        {"localhost/img", "localhost", "img", "", ""},
        {"localhost:5000", "docker.io", "library/localhost", "5000", ""},
        {"localhost:5000/img", "localhost:5000", "img", "", ""},
        {"127.0.0.1:46089/a/b/c:t", "127.0.0.1:46089", "a/b/c", "t", ""},
        {"host.example:443/img", "host.example:443", "img", "", ""},
        {"[::1]:5000/img", "[::1]:5000", "img", "", ""},
        {"[2001:db8::1]/img:t", "[2001:db8::1]", "img", "t", ""},
        {"Host/img", "Host", "img", "", ""},
        {"Q.io/img", "Q.io", "img", "", ""},
        {"q.io/a__b/c--d/e.f_g", "q.io", "a__b/c--d/e.f_g", "", ""},
        {"img@" + digest, "docker.io", "library/img", "", digest},
        {"q.io/img:t@" + digest, "q.io", "img", "t", digest},
        {"docker://quay.io/ns/img:t", "quay.io", "ns/img", "t", ""},
        {"  quay.io/img\n", "quay.io", "img", "", ""},
        {"img:" + std::string(128, 'x'), "docker.io", "library/img", std::string(128, 'x'), ""},
    };
    for (const Row &row : rows) {
        CAPTURE(row.text);
        const auto image = ImageReference::parse(row.text);
        REQUIRE(image);
        CHECK(image->registry() == row.registry);
        CHECK(image->path() == row.path);
        CHECK(image->tag() == row.tag);
        CHECK(image->digest() == row.digest);
        CHECK(image->name() == row.registry + "/" + row.path);
    }
}

TEST_CASE("a name without a host and docker:// is a short name")
{
    struct Row {
        std::string text, short_name;
    };
    for (const Row &row :
         {Row{"alpine:3", "alpine"}, Row{"team/app@" + digest, "team/app"},
          Row{" alpine ", "alpine"}, Row{"docker.io/alpine", ""}, Row{"localhost/app", ""},
          Row{"q.io:5000/app", ""}, Row{"docker://alpine", ""}}) {
        CAPTURE(row.text);
        CHECK(ImageReference::parse(row.text).value().short_name() == row.short_name);
    }
}

TEST_CASE("what is not an image is refused")
{
    const std::vector<std::string> rows = {
        "",
        " ",
        "Alpine",
        "quay.io/Upper/img",
        "https://quay.io/img",
        "quay.io/",
        "quay.io/a//b",
        "/img",
        "img:",
        "img:-t",
        "img:" + std::string(129, 'x'),
        "img@sha256:abc",
        "img@" + std::string(64, 'a'),
        "-host.example/img",
        "host..example/img",
        "host.example:port/img",
        "host.example:/img",
        "[::1/img",
        "q.io/a___b",
        "q.io/a._b",
        "q.io/-a",
        "q.io/a-",
        "img name",
        std::string(64, 'a'),
        "q.io/" + std::string(251, 'a'),
    };
    for (const std::string &row : rows) {
        CAPTURE(row);
        std::string problem;
        CHECK_FALSE(ImageReference::parse(row, problem));
        CHECK_FALSE(problem.empty());
    }
}

TEST_CASE("docker looks for Docker Hub under its URL and for others under the host")
{
    CHECK(docker_key_of(ImageReference::parse("alpine").value().name()) ==
          "https://index.docker.io/v1/");
    CHECK(docker_key_of(ImageReference::parse("quay.io/a/b").value().name()) == "quay.io");
    CHECK(docker_key_of(ImageReference::parse("localhost:5000/a").value().name()) ==
          "localhost:5000");
}

TEST_CASE("the keys of a name go from the most specific to the host")
{
    using Keys = std::vector<std::string>;
    CHECK(lookup_keys("my-registry.local/namespace/user/image") ==
          Keys{"my-registry.local/namespace/user/image", "my-registry.local/namespace/user",
               "my-registry.local/namespace", "my-registry.local"});
    CHECK(lookup_keys("quay.io") == Keys{"quay.io"});
    CHECK(lookup_keys(ImageReference::parse("alpine:3").value().name()) ==
          Keys{"docker.io/library/alpine", "docker.io/library", "docker.io"});
}
