// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "base/version.hpp"
#include "helper/verbs.hpp"
#include "support/keyring_file.hpp"

#include <string>
#include <string_view>

#include <fcntl.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::helper;

namespace {

constexpr const char *no_login = "1 credentials not found in native keychain\n";

/// The exit status and what is printed.
std::string answer(test::Home &home, const char *verb, std::string_view input,
                   Invocation invocation = {})
{
    home.write("input", input);
    const UniqueFd file(::open((home / "input").c_str(), O_RDONLY | O_CLOEXEC));
    invocation.input = file.get();
    if (invocation.program.empty())
        invocation.program = "docker-credential-cppsecret";
    const Answer result = run_verb(verb, invocation);
    return std::to_string(result.status) + " " + std::string(result.output.reveal()) + result.hint;
}

/// What is thrown; empty for nothing.
std::string failure(test::Home &home, const char *verb, std::string_view input,
                    Invocation invocation = {})
{
    try {
        static_cast<void>(answer(home, verb, input, std::move(invocation)));
        return {};
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("what is stored is found under every spelling, until it is erased")
{
    test::HomeWithKeyring home;
    CHECK(answer(home, "get", "quay.io") == no_login);
    CHECK(answer(home, "store",
                 R"({"ServerURL":"https://quay.io","Username":"ann","Secret":"one"})") == "0 ");
    CHECK(answer(home, "get", "Quay.io:443\n") ==
          "0 {\"ServerURL\":\"Quay.io:443\",\"Username\":\"ann\",\"Secret\":\"one\"}\n");
    CHECK(answer(home, "get", "quay.io/team") == no_login);
    CHECK(answer(home, "list", "") == "0 {\"https://quay.io\":\"ann\"}\n");
    CHECK(answer(home, "list", "", {.program = "docker-credential-cppsecret-containers"}) ==
          "0 {\"quay.io\":\"ann\"}\n");
    CHECK(answer(home, "erase", "quay.io") == "0 ");
    CHECK(answer(home, "erase", "quay.io") == "0 ");
    CHECK(answer(home, "list", "") == "0 {}\n");
}

TEST_CASE("a wrong request is refused")
{
    test::HomeWithKeyring home;
    struct Row {
        const char *verb;
        std::string_view input, message;
    };
    for (const Row &row : {Row{"get", " \n", "no credentials server URL"},
                           Row{"erase", "", "no credentials server URL"},
                           Row{"store", R"({"ServerURL":"","Username":"ann","Secret":"one"})",
                               "no credentials server URL"},
                           Row{"store", R"({"ServerURL":"a.io","Username":"","Secret":"one"})",
                               "no credentials username"},
                           Row{"store", R"({"ServerURL":"a.io","Username":"ann","Secret":""})",
                               "no credentials secret"},
                           Row{"login", "", "unknown credential action 'login'"}})
        SUBCASE(row.message.data())
        {
            CHECK(failure(home, row.verb, row.input) == row.message);
        }
}

TEST_CASE("no keyring is no login, and says why, so that public images are pulled")
{
    test::Home home; // and the bus is disabled
    const std::string found = answer(home, "get", "quay.io");
    CHECK(found.starts_with(std::string(no_login) + "docker-credential-cppsecret: "));
    CHECK(answer(home, "list", "").starts_with("0 {}\ndocker-credential-cppsecret: "));
    const Invocation strict{.unavailable_is_error = true};
    CHECK_FALSE(failure(home, "get", "quay.io", strict).empty());
    CHECK_FALSE(failure(home, "list", "", strict).empty());
    const char *const login = R"({"ServerURL":"a.io","Username":"ann","Secret":"one"})";
    CHECK_FALSE(failure(home, "store", login).empty());
    CHECK_FALSE(failure(home, "erase", "a.io").empty());
}

TEST_CASE("a keyring that is only read")
{
    test::HomeWithKeyring home;
    const char *const login = R"({"ServerURL":"a.io","Username":"ann","Secret":"one"})";
    CHECK(answer(home, "store", login) == "0 ");
    const test::Variable read_only("CPPSECRET_READONLY", "1");
    for (const auto &[verb, input] : {std::pair{"store", login}, std::pair{"erase", "a.io"}})
        CHECK(failure(home, verb, input) == "CPPSECRET_READONLY forbids changes to the keyring");
    CHECK(answer(home, "list", "") == "0 {\"a.io\":\"ann\"}\n");
}

TEST_CASE("version and help")
{
    test::Home home;
    for (const char *verb : {"version", "--version", "-v"})
        CHECK(answer(home, verb, "") ==
              std::string("0 docker-credential-cppsecret (cppsecret) ") + program_version + "\n");
    for (const char *verb : {"--help", "-h"})
        CHECK(answer(home, verb, "")
                  .starts_with(
                      "0 usage: docker-credential-cppsecret <get|store|erase|list|version>\n"));
}
