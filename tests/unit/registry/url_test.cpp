// SPDX-License-Identifier: MIT
#include "registry/url.hpp"
#include "unit/registry/escapes.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::registry;

namespace {

std::string text_of(const std::optional<Url> &url)
{
    return url ? url->text() : "-";
}

} // namespace

TEST_CASE("an address is http or https and names no user")
{
    struct Row {
        const char *name;
        std::string text;
        std::string wanted;
    };
    for (const Row &row : {
             Row{"https", "https://a.example/token", "https://a.example/token"},
             Row{"http", "http://a.example:5000/v2/?x=1", "http://a.example:5000/v2/?x=1"},
             Row{"a fragment goes", "https://a.example/t#x", "https://a.example/t"},
             Row{"IPv6", "https://[::1]:5000/v2/", "https://[::1]:5000/v2/"},
             Row{"another scheme", "ftp://a.example/", "-"},
             Row{"a file", "file:///etc/passwd", "-"},
             Row{"no scheme", "a.example/token", "-"},
             Row{"a user", "https://u@a.example/", "-"},
             Row{"a user and a password", "https://u:p@a.example/", "-"},
             Row{"a line feed", "https://a.example/\nx", "-"},
             Row{"a NUL", std::string("https://a.example/\0x", 20), "-"},
             Row{"nothing", "", "-"},
         })
        SUBCASE(row.name)
        {
            CHECK(text_of(Url::parse(row.text)) == row.wanted);
        }
}

TEST_CASE("the origin is scheme, host and port")
{
    const Url url = Url::parse("https://A.Example/x").value();
    CHECK(url.host() == "a.example");
    CHECK(url.authority() == "a.example:443");
    CHECK(url.has_origin_of(Url::parse("https://a.example:443/y").value()));
    CHECK_FALSE(url.has_origin_of(Url::parse("https://a.example:444/x").value()));
    CHECK_FALSE(url.has_origin_of(Url::parse("http://a.example:443/x").value()));
    CHECK_FALSE(url.has_origin_of(Url::parse("https://b.example/x").value()));
}

TEST_CASE("a reference leads on from an address")
{
    const Url url = Url::parse("https://a.example:5000/v2/x?y=1").value();
    CHECK(text_of(url.resolve("/v3/")) == "https://a.example:5000/v3/");
    CHECK(text_of(url.resolve("z")) == "https://a.example:5000/v2/z");
    CHECK(text_of(url.resolve("//b.example/")) == "https://b.example/");
    CHECK(text_of(url.resolve("http://b.example/w")) == "http://b.example/w");
    CHECK(text_of(url.resolve("javascript:alert(1)")) == "-");
    CHECK(text_of(url.resolve("https://u:p@b.example/")) == "-");
}

TEST_CASE("parameters are added to what is there")
{
    using Parameters = std::vector<std::pair<std::string, std::string>>;
    const Url url = Url::parse("https://a.example/token?a=1").value();
    CHECK(url.with_parameters(Parameters{}).text() == "https://a.example/token?a=1");
    CHECK(with_capital_escapes(url.with_parameters(Parameters{{"scope", "repository:a/b:pull,push"},
                                                              {"s", "\xc3\xa9&="}})
                                   .text()) ==
          "https://a.example/token?a=1&scope=repository%3Aa%2Fb%3Apull%2Cpush&s=%C3%A9%26%3D");
}
