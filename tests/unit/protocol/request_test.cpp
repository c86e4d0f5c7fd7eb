// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "json/protocol_texts.hpp"
#include "protocol/request.hpp"

#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::protocol;

namespace {

constexpr std::string_view canary = "canary-5f2a";

/// The message with which a request is refused; "accepted" if it is not.
std::string refusal(std::string_view request)
{
    try {
        (void)parse_store_request(request);
        return "accepted";
    } catch (const Error &error) {
        CHECK(error.code() == Errc::Input);
        return error.what();
    }
}

UniqueFd file_with(std::string_view bytes)
{
    UniqueFd file(::memfd_create("input", MFD_CLOEXEC));
    REQUIRE(::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    REQUIRE(::lseek(file.get(), 0, SEEK_SET) == 0);
    return file;
}

constexpr std::string_view malformed =
    "the store request is not a JSON object with the texts ServerURL, Username and Secret";

} // namespace

TEST_CASE("a store request is read as Go's clients write it")
{
    struct Row {
        const char *name;
        std::string_view request, server, username, secret;
    };
    for (
        const Row &row : {
            Row{"plain", R"({"ServerURL":"s","Username":"u","Secret":"p"})", "s", "u", "p"},
            Row{"another order", R"({"Secret":"p","Username":"u","ServerURL":"s"})", "s", "u", "p"},
            Row{"other letter case", R"({"SERVERURL":"s","username":"u","sEcReT":"p"})", "s", "u",
                "p"},
            Row{"Go's long s",
                "{\"\u017ferverURL\":\"s\",\"U\u017fername\":\"u\",\"Secret\":\"p\"}", "s", "u",
                "p"},
            Row{"unknown fields",
                R"({"Extra":{"Secret":"x","a":[1,"y",{}]},"ServerURL":"s","Username":"u","n":1.5e3,)"
                R"("b":true,"big":[1e400,-123456789012345678901234567890],"z":null,"Secret":"p","list":["Secret","q"]})",
                "s", "u", "p"},
            Row{"the last of a duplicate wins",
                R"({"ServerURL":"a","ServerURL":"s","Username":"u","secret":"x","Secret":"p"})",
                "s", "u", "p"},
            Row{"null counts as absent",
                R"({"ServerURL":"s","ServerURL":null,"Username":"u","Secret":"p"})", "s", "u", "p"},
            Row{"docker's HTML escapes",
                R"({"ServerURL":"s","Username":"\u003ctoken\u003e","Secret":"\u0026\u003cx\u003e"})",
                "s", "<token>", "&<x>"},
            Row{"surrogate pairs", R"({"ServerURL":"s","Username":"u","Secret":"\ud83d\udd11"})",
                "s", "u", "\U0001F511"},
            Row{"raw UTF-8",
                "{\"ServerURL\":\"s\",\"Username\":\"J\u00fcrgen\",\"Secret\":\"\u65e5\"}", "s",
                "J\u00fcrgen", "\u65e5"},
            Row{"escaped control characters are kept",
                R"({"ServerURL":"s","Username":"u","Secret":"a\nb\tc\u0001\u007f\\\"\/"})", "s",
                "u", "a\nb\tc\x01\x7f\\\"/"},
            Row{"CRLF and several lines",
                "\r\n{\r\n \"ServerURL\" : "
                "\"s\",\r\n\"Username\":\"u\",\n\"Secret\":\"p\"\r\n}\r\n",
                "s", "u", "p"},
            Row{"white space around the server",
                R"({"ServerURL":" s\n","Username":"u","Secret":"p"})", "s", "u", "p"},
        }) {
        SUBCASE(row.name)
        {
            const Credential credential = parse_store_request(row.request);
            CHECK(credential.server == row.server);
            CHECK(credential.username == row.username);
            CHECK(credential.secret.reveal() == row.secret);
        }
    }
}

TEST_CASE("what is missing is named with the exact texts that clients compare with")
{
    struct Row {
        const char *name;
        std::string_view request, message;
    };
    for (const Row &row : {
             Row{"no server", R"({"Username":"u","Secret":"p"})", json::no_server_url},
             Row{"empty server", R"({"ServerURL":"","Username":"u","Secret":"p"})",
                 json::no_server_url},
             Row{"blank server", R"({"ServerURL":" \n","Username":"u","Secret":"p"})",
                 json::no_server_url},
             Row{"nothing at all", "{}", json::no_server_url},
             Row{"no username", R"({"ServerURL":"s","Secret":"p"})", json::no_username},
             Row{"empty username", R"({"ServerURL":"s","Username":"","Secret":"p"})",
                 json::no_username},
             Row{"null username", R"({"ServerURL":"s","Username":null,"Secret":"p"})",
                 json::no_username},
             Row{"no secret", R"({"ServerURL":"s","Username":"u"})", json::no_secret},
             Row{"empty secret", R"({"ServerURL":"s","Username":"u","Secret":""})",
                 json::no_secret},
         }) {
        SUBCASE(row.name)
        {
            CHECK(refusal(row.request) == row.message);
        }
    }
}

TEST_CASE("what is not a store request is refused without being quoted")
{
    const std::string deep(100'000, '[');
    const std::string deep_field =
        R"({"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    struct Row {
        const char *name;
        std::string request;
    };
    for (const Row &row : {
             Row{"empty", ""},
             Row{"blank", " \n"},
             Row{"text", "canary-5f2a"},
             Row{"string", R"("canary-5f2a")"},
             Row{"number", "1"},
             Row{"null", "null"},
             Row{"array", R"(["canary-5f2a"])"},
             Row{"secret is a number", R"({"ServerURL":"s","Username":"u","Secret":5})"},
             Row{"secret is an object",
                 R"({"ServerURL":"s","Username":"u","Secret":{"a":"canary-5f2a"}})"},
             Row{"username is an array",
                 R"({"ServerURL":"s","Username":["canary-5f2a"],"Secret":"p"})"},
             Row{"server is true", R"({"ServerURL":true,"Username":"u","Secret":"canary-5f2a"})"},
             Row{"two documents", R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a"}{})"},
             Row{"trailing comma", R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a",})"},
             Row{"comment", R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a"/**/})"},
             Row{"byte order mark inside",
                 "{\"ServerURL\":\"s\",\xef\xbb\xbf\"Secret\":\"canary-5f2a\"}"},
             Row{"invalid UTF-8",
                 "{\"ServerURL\":\"s\",\"Username\":\"u\",\"Secret\":\"canary-5f2a\xff\"}"},
             Row{"overlong UTF-8",
                 "{\"ServerURL\":\"s\",\"Username\":\"u\",\"Secret\":\"\xc0\xafx\"}"},
             Row{"UTF-8 surrogate",
                 "{\"ServerURL\":\"s\",\"Username\":\"u\",\"Secret\":\"\xed\xa0\x80\"}"},
             Row{"lone high surrogate",
                 R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a\ud83d"})"},
             Row{"lone low surrogate",
                 R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a\udd11"})"},
             Row{"surrogates in the wrong order",
                 R"({"ServerURL":"s","Username":"u","Secret":"\udd11\ud83d"})"},
             Row{"raw newline in a text",
                 "{\"ServerURL\":\"s\",\"Username\":\"u\",\"Secret\":\"canary\n-5f2a\"}"},
             Row{"raw NUL in a text", std::string("{\"ServerURL\":\"s\",\"Secret\":\"a\0b\"}", 31)},
             Row{"100,000 open brackets", deep},
             Row{"100,000 brackets, then nothing", deep_field + "x"},
         }) {
        SUBCASE(row.name)
        {
            const std::string message = refusal(row.request);
            CHECK(message == malformed);
        }
    }
    SUBCASE("deep nesting in an unknown field is ignored")
    {
        CHECK(refusal(deep_field) == json::no_server_url);
    }
}

TEST_CASE("a NUL, which a keyring cannot hold, is refused by name")
{
    CHECK(refusal(R"({"ServerURL":"s\u0000","Username":"u","Secret":"p"})") ==
          "the server URL holds a NUL byte, which a keyring cannot hold");
    CHECK(refusal(R"({"ServerURL":"s","Username":"u\u0000","Secret":"p"})") ==
          "the username holds a NUL byte, which a keyring cannot hold");
    CHECK(refusal(R"({"ServerURL":"s","Username":"u","Secret":"canary-5f2a\u0000"})") ==
          "the secret holds a NUL byte, which a keyring cannot hold");
}

TEST_CASE("a request that is cut off anywhere is refused, and no part of it is told")
{
    const std::string request =
        R"({"ServerURL":"https://s","Username":"u\u003c","Secret":"canary-5f2a \ud83d\udd11"})";
    REQUIRE(refusal(request) == "accepted");
    for (std::size_t length = 0; length < request.size(); ++length) {
        CAPTURE(length);
        CHECK(refusal(request.substr(0, length)) == malformed);
    }
}

TEST_CASE("a server URL is the input without white space around it")
{
    CHECK(parse_server_url("https://s\r\n").as_given() == "https://s");
    CHECK(parse_server_url(" s ").as_given() == "s");
    for (const std::string_view input : {"", " ", "\n", "\r\n\t "}) {
        CAPTURE(input.size());
        CHECK_THROWS_WITH_AS((void)parse_server_url(input),
                             std::string(json::no_server_url).c_str(), Error);
    }
    CHECK_THROWS_WITH_AS((void)parse_server_url("s\xff"), "the server URL is not valid UTF-8",
                         Error);
    CHECK_THROWS_WITH_AS((void)parse_server_url(std::string_view("s\0t", 3)),
                         "the server URL holds a NUL byte, which a keyring cannot hold", Error);
}

TEST_CASE("input is read to its end, up to 1 MiB")
{
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096}, std::size_t{4097},
          std::size_t{100'000}, input_limit - 1, input_limit}) {
        CAPTURE(size);
        const std::string bytes(size, 'x');
        CHECK(read_input(file_with(bytes).get()).reveal() == bytes);
    }
    CHECK_THROWS_WITH_AS((void)read_input(file_with(std::string(input_limit + 1, 'x')).get()),
                         "the input is longer than 1048576 bytes", Error);
    CHECK_THROWS_AS((void)read_input(-1), Error);
}

TEST_CASE("no refusal ever holds a part of the request")
{
    const std::string request =
        R"({"ServerURL":"canary-5f2a","Username":"canary-5f2a","Secret":"canary-5f2a"})";
    // every byte in turn replaced by some that break JSON, UTF-8 or the types
    for (std::size_t at = 0; at < request.size(); ++at) {
        for (const char broken : {'\0', '\n', '"', '\\', '{', '}', '[', ',', ':', '1', '\xff'}) {
            std::string mutated = request;
            mutated[at] = broken;
            CAPTURE(at);
            CHECK(refusal(mutated).find(canary) == std::string::npos);
        }
    }
}
