// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "protocol/response.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::protocol;

namespace {

std::string get(std::string_view server, std::string_view username, std::string_view secret)
{
    return std::string(get_response(server, username, SecretString(secret)).reveal());
}

} // namespace

TEST_CASE("the answer to get is one line in a fixed order")
{
    CHECK(get("https://s/v1/", "u", "p") ==
          "{\"ServerURL\":\"https://s/v1/\",\"Username\":\"u\",\"Secret\":\"p\"}\n");
}

TEST_CASE("UTF-8 is not escaped in the answer; what JSON demands is")
{
    CHECK(get("s", "J\u00fcrgen <&>", "\u65e5\U0001F511/") ==
          "{\"ServerURL\":\"s\",\"Username\":\"J\u00fcrgen "
          "<&>\",\"Secret\":\"\u65e5\U0001F511/\"}\n");
    CHECK(get("s", "a\"b\\c", "a\nb\tc\x01") ==
          R"({"ServerURL":"s","Username":"a\"b\\c","Secret":"a\nb\tc\u0001"})"
          "\n");
}

TEST_CASE("a text that is not UTF-8 is refused without being quoted")
{
    CHECK_THROWS_WITH_AS((void)get("s", "u", "canary\xff"),
                         "the keyring holds a text that is not valid UTF-8", Error);
}

TEST_CASE("the answer to list is sorted by server, and {} for nothing")
{
    CHECK(list_response({}) == "{}\n");
    CHECK(list_response({{"quay.io", "u"}, {"b.example", "\u00fc"}}) ==
          "{\"b.example\":\"\u00fc\",\"quay.io\":\"u\"}\n");
}
