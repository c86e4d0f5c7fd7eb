// SPDX-License-Identifier: MIT
#include "authfile/files/document.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Names = std::vector<std::string>;

Document document(std::string_view text, Format format = Format::DockerConfig)
{
    return Document::parse(SecretString(text), "config.json", format);
}

} // namespace

TEST_CASE("what is no section is listed as it is written")
{
    CHECK(document(R"({"Zeta":1,"auths":{},"CREDHELPERS":{},"credsStore":"x","proxies":{"a":1}})")
              .other_members() == Names{"Zeta", "proxies"});
    CHECK(document("{}").other_members().empty());
    CHECK(document("null").other_members().empty());
    CHECK(document("", Format::DockerConfig).other_members().empty());
}

TEST_CASE("in a .dockercfg all members are logins")
{
    CHECK(document(R"({"a.example":{},"zeta":{}})", Format::LegacyDocker).other_members().empty());
}

TEST_CASE("fields of an entry that no tool knows are listed")
{
    const Document text = document(
        R"({"auths":{"a":{"auth":"","Email":"","note":"x","identityToken":""},"b":{},"c":null}})");
    REQUIRE(text.auths().size() == 3);
    CHECK(text.unknown_fields(text.auths()[0]) == Names{"note"});
    CHECK(text.unknown_fields(text.auths()[1]).empty());
    CHECK(text.unknown_fields(text.auths()[2]).empty());
}
