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
    home.install("docker-credential-cppsecret", R"sh(
        if [ "$CPPSECRET_UNAVAILABLE" = error ]; then echo 'there is no keyring'
        else echo 'credentials not found in native keychain'; fi
        exit 1)sh");
    CHECK(kind() == Kind::Unknown);
    CHECK(AskedHelpers().ask()("cppsecret", "a.io").reason.ends_with(", so the helper cannot say"));
    {
        const test::Variable unavailable("CPPSECRET_UNAVAILABLE", "error");
        CHECK(kind() == Kind::Failed);
    }
    // what the tools meet as an error is none of a keyring that cannot be used
    home.install("docker-credential-cppsecret", "echo 'CPPSECRET_KEYRING is no keyring'; exit 1");
    CHECK(kind() == Kind::Failed);
}

TEST_CASE("a keyring that shows a part of its logins")
{
    test::Home home;
    home.install("docker-credential-cppsecret", "exit 1"); // which is not asked
    const auto kind_of = [](const std::string &key) {
        const Error locked(Errc::Locked, "it is locked");
        HelperOracle oracle({{{"a.io", "eve"}}, locked}, Others::Ask);
        return oracle.reply_of("cppsecret", key).kind;
    };
    CHECK(kind_of("a.io") == Kind::Login);
    CHECK(kind_of("b.io") == Kind::Unknown);
    const test::Variable unavailable("CPPSECRET_UNAVAILABLE", "error");
    CHECK(kind_of("a.io") == Kind::Login);
    CHECK(kind_of("b.io") == Kind::Failed);
}

TEST_CASE("an account is asked for of a keyring that cannot be used")
{
    test::Home home;
    home.install("docker-credential-cppsecret", "exit 1");     // which is not asked
    const test::Variable keyring("CPPSECRET_KEYRING", "file"); // of which there is none
    const test::Variable account("CPPSECRET_ACCOUNT", "work");
    HelperOracle oracle;
    CHECK(oracle.reply_of("cppsecret", "a.io").kind == Kind::Unknown);
}

TEST_CASE("the list of another helper is believed for what it shows alone")
{
    test::Home home;
    home.install("docker-credential-pass",
                 R"([ "$1" = list ] && echo '{"a.io": "eve"}' || echo '{}')");
    home.install("docker-credential-getonly", R"(read -r key
[ "$1 $key" = "get a.io" ] && echo '{"ServerURL": "a.io", "Username": "ida", "Secret": "x"}')");
    HelperOracle oracle({{}, {}}, Others::Ask);
    CHECK(oracle.reply_of("pass", "a.io").login.username == "eve");
    CHECK(oracle.reply_of("pass", "b.io").kind == Kind::Unknown);
    CHECK(oracle.reply_of("getonly", "a.io").kind == Kind::Unknown);
    CHECK(oracle.reply_of("absent", "a.io").kind == Kind::Failed);
    HelperOracle thorough({{}, {}}, Others::AskForEach);
    CHECK(thorough.reply_of("pass", "a.io").login.username == "eve");
    CHECK_FALSE(thorough.reply_of("pass", "b.io").login.has_secret);
    CHECK(thorough.reply_of("getonly", "a.io").login.username == "ida");
    CHECK(thorough.reply_of("getonly", "a.io").login.secret.empty());
    CHECK(thorough.reply_of("getonly", "b.io").kind == Kind::Failed);
    HelperOracle careful({{}, {}}, Others::LeaveAlone);
    CHECK(careful.reply_of("pass", "a.io").kind == Kind::Unknown);
}
