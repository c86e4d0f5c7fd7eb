// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "client/helper_client.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::chrono_literals;

namespace {

using Users = std::map<std::string, std::string>;

/// A helper called "fake" that is a shell script, and a PATH that leads to it.
class FakeHelper {
public:
    explicit FakeHelper(const std::string &script) : path_before_(std::getenv("PATH"))
    {
        std::signal(SIGPIPE, SIG_IGN); // as both programs do
        test::write_text(folder_ / "docker-credential-fake", "#!/bin/sh\n" + script + "\n", 0700);
        ::setenv("PATH", (folder_.path() + ":/usr/bin:/bin").c_str(), 1);
    }
    ~FakeHelper() { ::setenv("PATH", path_before_.c_str(), 1); }
    FakeHelper(const FakeHelper &) = delete;
    FakeHelper &operator=(const FakeHelper &) = delete;

    client::HelperClient client{"fake", client::WhenUnavailable::AsConfigured, 20s};

private:
    test::TemporaryFolder folder_;
    std::string path_before_;
};

/// The message of the Error that `act` throws; "none" if it does not.
std::string failure_of(const std::function<void()> &act)
{
    try {
        act();
        return "none";
    } catch (const Error &error) {
        return error.what();
    }
}

std::string failure_of_get(const std::string &script)
{
    const FakeHelper helper(script);
    return failure_of([&] { static_cast<void>(helper.client.get("quay.io")); });
}

} // namespace

TEST_CASE("get gives the key on standard input and takes the login")
{
    const FakeHelper helper(
        R"sh([ "$*" = get ] && printf '{"ServerURL":"x","Username":"%s","Secret":"s\\u00e9"}' "$(cat)")sh");
    const auto login = helper.client.get("quay.io");
    REQUIRE(login);
    CHECK(login->server == "quay.io");
    CHECK(login->username == "quay.io");
    CHECK(login->secret.reveal() == "sé");
}

TEST_CASE("the names in an answer may have any letter case, as in Go")
{
    const FakeHelper helper(R"sh(echo '{"username":"u","SECRET":"s","Other":7}')sh");
    const auto login = helper.client.get("quay.io");
    REQUIRE(login);
    CHECK(login->username == "u");
    CHECK(login->secret.reveal() == "s");

    const FakeHelper odd("echo '{\"U\u017fername\":\"u\",\"\u017fecret\":\"s\"}'"); // long s
    const auto folded = odd.client.get("quay.io");
    REQUIRE(folded);
    CHECK(folded->username == "u");
    CHECK(folded->secret.reveal() == "s");
}

TEST_CASE("a helper that has no login says so and fails")
{
    const FakeHelper helper("echo credentials not found in native keychain; exit 1");
    CHECK_FALSE(helper.client.get("quay.io"));
}

TEST_CASE("any other failure is told with the helper's words, on one line")
{
    CHECK(failure_of_get("echo 'no bus' >&2; exit 1") == "'docker-credential-fake' fails: no bus");
    CHECK(failure_of_get("printf 'a\\nb\\n' >&2; exit 1") == "'docker-credential-fake' fails: a b");
    CHECK(failure_of_get("exit 7") == "'docker-credential-fake' fails: exit status 7");
    CHECK(failure_of_get("yes | head -c 5000 >&2; exit 1").size() < 400);
}

TEST_CASE("what it wrote where a login is answered is not told, unless that is known")
{
    CHECK(failure_of_get(R"(echo '{"Secret":"c4n4ry"}'; echo 'no bus' >&2; exit 1)") ==
          "'docker-credential-fake' fails: no bus");
    CHECK(failure_of_get("echo ann:c4n4ry; exit 1") ==
          "'docker-credential-fake' fails: exit status 1");
    CHECK(failure_of_get("echo 'pass not initialized: exit status 1: none'; exit 1") ==
          "'docker-credential-fake' fails: pass not initialized: exit status 1: none");
}

TEST_CASE("a long message is cut between two characters")
{
    const std::string start = "'docker-credential-fake' fails: ";
    for (const std::string character : {"ü", "…", "🔑"}) {
        std::string characters;
        while (characters.size() < 400)
            characters += character;
        for (const std::string lead : {"", "a", "ab", "abc"}) {
            CAPTURE(character + lead);
            std::string expected = lead;
            while (expected.size() + character.size() <= 300)
                expected += character;
            std::string script = "printf '%s' '";
            script.append(lead).append(characters).append("' >&2; exit 1");
            CHECK(failure_of_get(script) == start + expected + "…");
        }
    }
    // the pipe of errors is cut at 4096 bytes, here within a character
    CHECK(failure_of_get("yes ab🔑 | tr -d '\\n' | head -c 5000 >&2; exit 1").ends_with("ab🔑…"));
    CHECK(failure_of_get("printf 'a\\377' >&2; exit 1") == start + "a\ufffd");
}

TEST_CASE("an answer that is none is not quoted: it may hold a secret")
{
    for (const char *answer : {"hunter2", "[]", "\"hunter2\"", "{\"Secret\":1}", "{\"Secret\":"})
        CHECK(failure_of_get("printf '%s' '" + std::string(answer) + "'") ==
              "'docker-credential-fake' gives no valid answer to 'get'");
}

TEST_CASE("what follows the object of an answer is not looked at, as in Go")
{
    for (const char *rest : {"\\nupdate available\\n", " {\"Username\":\"bob\"}", "}", "\\377"}) {
        CAPTURE(std::string(rest));
        const FakeHelper helper(
            R"([ "$1" = list ] && printf '{"quay.io":"ann"}' || printf '{"Username":"ann"}'; printf ')" +
            std::string(rest) + "'");
        const auto login = helper.client.get("quay.io");
        REQUIRE(login);
        CHECK(login->username == "ann");
        CHECK(helper.client.list() == Users{{"quay.io", "ann"}});
    }
    CHECK(failure_of_get("echo update available; echo '{}'") ==
          "'docker-credential-fake' gives no valid answer to 'get'");
}

TEST_CASE("an answer that is null has nothing in it")
{
    const FakeHelper helper("echo null");
    const auto login = helper.client.get("quay.io");
    REQUIRE(login);
    CHECK(login->username.empty());
    CHECK(login->secret.empty());
    CHECK(helper.client.list().empty());
}

TEST_CASE("a helper that is not there is named")
{
    const client::HelperClient absent("absent-from-everywhere");
    CHECK(failure_of([&] { static_cast<void>(absent.get("quay.io")); }) ==
          "'docker-credential-absent-from-everywhere' is not in PATH");
}

TEST_CASE("list gives users by server")
{
    const FakeHelper helper(R"([ "$1" = list ] && printf '{"quay.io":"ann","b":"bob"}')");
    CHECK(helper.client.list() == Users{{"quay.io", "ann"}, {"b", "bob"}});
    const FakeHelper half("printf '{\"quay.io\":null}'");
    CHECK(half.client.list() == Users{{"quay.io", ""}});
    for (const char *answer : {"{\"quay.io\":1}", "[]"}) {
        const FakeHelper wrong("printf '" + std::string(answer) + "'");
        CHECK_THROWS_AS(static_cast<void>(wrong.client.list()), Error);
    }
}

TEST_CASE("store hands the login over as JSON on standard input, and nothing in the arguments")
{
    const test::TemporaryFolder folder;
    const std::string seen = folder / "seen";
    const FakeHelper helper("printf '%s ' \"$*\" >" + seen + "; cat >>" + seen);
    helper.client.store({"quay.io", "ann \"é\"", SecretString(std::string_view("a\\b"))});
    CHECK(test::read_text(seen) ==
          R"(store {"Secret":"a\\b","ServerURL":"quay.io","Username":"ann \"é\""})");
}

TEST_CASE("a login that is not text is not stored, and not told")
{
    const FakeHelper helper("exit 0");
    CHECK(failure_of([&] {
              helper.client.store({"quay.io", "ann", SecretString(std::string_view("\xff"))});
          }) == "the login for 'quay.io' holds text that is not valid UTF-8");
}

TEST_CASE("a helper that does not keep a login fails")
{
    const FakeHelper helper("cat >/dev/null; echo 'the keyring is locked'; exit 1");
    CHECK(failure_of([&] {
              helper.client.store({"quay.io", "ann", SecretString(std::string_view("s"))});
          }) == "'docker-credential-fake' fails: the keyring is locked");
}

TEST_CASE("erase takes it that there is no login")
{
    const FakeHelper helper("echo credentials not found in native keychain; exit 1");
    helper.client.erase("quay.io");
    const FakeHelper broken("echo 'no bus'; exit 1");
    CHECK(failure_of([&] { broken.client.erase("quay.io"); }) ==
          "'docker-credential-fake' fails: no bus");
}
