// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "cli/hosts.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using cli::parse_host;

namespace {

/// The hint for a HOST that is refused; "taken" if it is not.
std::string hint_for(const std::string &text)
{
    try {
        static_cast<void>(parse_host(text));
        return "taken";
    } catch (const Error &error) {
        CHECK(error.code() == Errc::Usage);
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
