// SPDX-License-Identifier: MIT
#include "migration/source_holds.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;

namespace {

std::vector<SourceLogin> source(const char *server, const char *user, const char *secret)
{
    std::vector<SourceLogin> logins;
    logins.push_back({{server, user, SecretString(std::string_view(secret))}, {server}});
    return logins;
}

LoginsByIdentity keyring(const char *identity, const char *user, const char *secret)
{
    LoginsByIdentity logins;
    logins.emplace(identity,
                   KeyringLogin{{identity, user, SecretString(std::string_view(secret))}, false});
    return logins;
}

} // namespace

TEST_CASE("a login that the keyring does not have is moved")
{
    auto logins = source("quay.io", "ann", "one");
    const SourceHolds holds = hold_back(logins, {}, "docker-credential-pass", false);
    CHECK(logins.size() == 1);
    CHECK(holds.warnings.empty());
    CHECK(holds.hosts.empty());
}

TEST_CASE("so is one that the keyring has, under whatever spelling")
{
    auto logins = source("https://Quay.io/v2/", "ann", "one");
    const SourceHolds holds =
        hold_back(logins, keyring("quay.io", "ann", "one"), "docker-credential-pass", false);
    CHECK(logins.size() == 1);
    CHECK(holds.warnings.empty());
}

TEST_CASE("another login in the keyring holds it back")
{
    for (const auto &[user, secret] : {std::pair{"bob", "one"}, std::pair{"ann", "two"}}) {
        auto logins = source("quay.io", "ann", "one");
        const SourceHolds holds =
            hold_back(logins, keyring("quay.io", user, secret), "docker-credential-pass", false);
        CHECK(logins.empty());
        CHECK(holds.hosts == Hosts{"quay.io"});
        REQUIRE(holds.warnings.size() == 1);
        CHECK(holds.warnings[0].hint.starts_with("use --force"));
    }
}

TEST_CASE("a login of Docker Hub is held back for docker.io")
{
    auto logins = source("https://index.docker.io/v1/", "ann", "one");
    const SourceHolds holds =
        hold_back(logins, keyring("docker.io", "bob", "two"), "docker-credential-pass", false);
    CHECK(holds.hosts == Hosts{"docker.io"});
}

TEST_CASE("by force it replaces the one of the keyring, and a warning says so")
{
    auto logins = source("quay.io", "ann", "one");
    const SourceHolds holds =
        hold_back(logins, keyring("quay.io", "bob", "two"), "docker-credential-pass", true);
    CHECK(logins.size() == 1);
    CHECK(holds.hosts.empty());
    REQUIRE(holds.warnings.size() == 1);
    CHECK(holds.warnings[0].message.find("'bob'") != std::string::npos);
}
