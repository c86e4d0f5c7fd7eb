// SPDX-License-Identifier: MIT
#include "registry/challenge.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::registry;

namespace {

/// "scheme name=<value> …; scheme …"
std::string described(std::string_view header)
{
    std::string text;
    for (const Challenge &challenge : parse_challenges(header)) {
        text += (text.empty() ? "" : "; ") + challenge.scheme;
        if (!challenge.value.empty())
            text += " " + challenge.value;
        for (const auto &[name, value] : challenge.parameters)
            text.append(" ").append(name).append("=<").append(value).append(">");
    }
    return text;
}

} // namespace

TEST_CASE("a header is read as RFC 7235 writes it")
{
    struct Row {
        const char *name;
        std::string_view header;
        std::string_view wanted;
    };
    for (const Row &row : {
             Row{"nothing", "", ""},
             Row{"a scheme alone", "Negotiate", "negotiate"},
             Row{"Basic", "Basic realm=\"test\"", "basic realm=<test>"},
             Row{"Bearer, as registries send it",
                 "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"",
                 "bearer realm=<https://auth.docker.io/token> service=<registry.docker.io>"},
             Row{"blanks at every place", "\t Bearer   realm = \"a\" ,\tservice= b  ",
                 "bearer realm=<a> service=<b>"},
             Row{"letter case of scheme and names", "bEaReR ReAlM=\"A\"", "bearer realm=<A>"},
             Row{"escapes", R"(Basic realm="a \"b\" \\ \c, d=e")",
                 R"(basic realm=<a "b" \ c, d=e>)"},
             Row{"several in one header", "Basic realm=\"a\", Bearer realm=\"b\", scope=\"c,d e\"",
                 "basic realm=<a>; bearer realm=<b> scope=<c,d e>"},
             Row{"one without parameters between", "Negotiate, Basic realm=a, NTLM",
                 "negotiate; basic realm=<a>; ntlm"},
             Row{"a value in place of parameters", "Negotiate YII+/-._~==, Basic realm=\"a\"",
                 "negotiate YII+/-._~==; basic realm=<a>"},
             Row{"a value that looks like a name", "X abc, Y abc=, Z abc=1",
                 "x abc; y abc=; z abc=<1>"},
             Row{"an unknown scheme with parameters",
                 "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", "
                 "Basic realm=\"simple\"",
                 "newauth realm=<apps> type=<1> title=<Login to \"apps\">; basic realm=<simple>"},
             Row{"empty elements", ", ,Basic realm=\"a\",,, Bearer ,realm=\"b\",",
                 "basic realm=<a>; bearer realm=<b>"},
             Row{"an address without quotes", "Bearer realm=https://a.example/token?x=1,service=s",
                 "bearer realm=<https://a.example/token?x=1> service=<s>"},
             Row{"an empty text", "Bearer realm=\"\",service=\"\"", "bearer realm=<> service=<>"},
             Row{"a text that does not end", "Basic realm=\"a\", Bearer realm=\"b, Basic",
                 "basic realm=<a>"},
             Row{"a text that ends with an escape", "Bearer realm=\"b\\", ""},
             Row{"no scheme", "=\"a\"", ""},
             Row{"rubbish behind a challenge", "Basic realm=\"a\", \"b\"", "basic realm=<a>"},
             Row{"rubbish behind a scheme", "Basic\"a\"", ""},
             Row{"bytes that are no text", "Basic realm=\"\xff\x01\"", "basic realm=<\xff\x01>"},
         })
        SUBCASE(row.name)
        {
            CHECK(described(row.header) == row.wanted);
        }
}

TEST_CASE("the first of two parameters of one name counts")
{
    const auto challenges = parse_challenges("Bearer realm=\"a\", realm=\"b\"");
    REQUIRE(challenges.size() == 1);
    CHECK(challenges.front().find("realm") == "a");
    CHECK_FALSE(challenges.front().find("service"));
}

TEST_CASE("a long header takes no long time")
{
    std::string header;
    for (int i = 0; i < 20000; ++i)
        header += "a=b, c ,";
    CHECK(parse_challenges("X " + header).size() == 20001);
    CHECK(parse_challenges(std::string(1 << 20, ',')).empty());
    CHECK(parse_challenges("X a=\"" + std::string(1 << 20, '\\')).empty());
}
