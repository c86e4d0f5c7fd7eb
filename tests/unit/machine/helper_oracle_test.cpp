// SPDX-License-Identifier: MIT
#include "machine/helper_oracle.hpp"
#include "support/home.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

using Kind = authfile::HelperReply::Kind;

TEST_CASE("our helper is asked with a keyring that cannot be used")
{
    test::Home home;
    const test::Variable keyring("CPPSECRET_KEYRING", "file"); // of which there is none
    const auto kind = [] { return AskedHelpers().ask()("cppsecret", "a.io").kind; };
    CHECK(kind() == Kind::Failed); // it is not in PATH
    home.install("docker-credential-cppsecret", "echo 'there is no keyring'; exit 1");
    CHECK(kind() == Kind::Unknown);
    const test::Variable unavailable("CPPSECRET_UNAVAILABLE", "error");
    CHECK(kind() == Kind::Failed);
}

TEST_CASE("the list of another helper is believed for what it shows alone")
{
    test::Home home;
    home.install("docker-credential-pass", R"(echo '{"a.io": "eve"}')");
    home.install("docker-credential-getonly", "exit 1");
    HelperOracle oracle({{}, {}}, Others::Ask);
    CHECK(oracle.reply_of("pass", "a.io").login.username == "eve");
    CHECK(oracle.reply_of("pass", "b.io").kind == Kind::Unknown);
    CHECK(oracle.reply_of("getonly", "a.io").kind == Kind::Unknown);
    CHECK(oracle.reply_of("absent", "a.io").kind == Kind::Failed);
    HelperOracle careful({{}, {}}, Others::LeaveAlone);
    CHECK(careful.reply_of("pass", "a.io").kind == Kind::Unknown);
}
