// SPDX-License-Identifier: MIT
#include "authfile/files/document.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

Document parse(std::string_view text, Format format = Format::AuthJson)
{
    return Document::parse(SecretString(text), "/x/auth.json", format);
}

} // namespace

TEST_CASE("a document says which logins and helpers it names")
{
    const Document document = parse(R"({
  "auths": {
    "quay.io": {"auth": "dTpw"},
    "ghcr.io": {},
    "acr.example": {"auth": "dTo=", "identitytoken": "tok"},
    "host.example": {"username": "u2", "password": "p:2", "registrytoken": "r"}
  },
  "credHelpers": {"gcr.io": "gcloud", "x": null},
  "credsStore": "pass"
})");
    REQUIRE(document.auths().size() == 4);
    CHECK(document.auths()[1].is_placeholder());
    CHECK(document.creds_store() == "pass");
    CHECK(document.find_helper("gcr.io")->helper == "gcloud");
    CHECK(document.find_helper("x")->helper.empty());
    CHECK(document.find_helper("quay.io") == nullptr);
    CHECK(document.find_auth("quay.io/") == nullptr);

    const auto login = [&](const char *key) { return document.login_of(*document.find_auth(key)); };
    CHECK(login("quay.io").username == "u");
    CHECK(login("quay.io").password.reveal() == "p");
    CHECK(login("ghcr.io").username.empty());
    CHECK(login("acr.example").identity_token.reveal() == "tok");
    CHECK(login("host.example").username == "u2");
    CHECK(login("host.example").password.reveal() == "p:2");
    CHECK(document.find_auth("host.example")->has_registry_token);
    CHECK(document.position_of(document.find_auth("ghcr.io")->offset) == json::TextPosition{4, 5});
    CHECK_FALSE(document.edit_problem());
    CHECK(document.docker_problem().empty());
}

TEST_CASE("what no tool can read is refused with its place, and no value is quoted")
{
    const std::string far_away = R"({"auths": {"a.io": {"auth": ")" + std::string(60, 'A') +
                                 R"("}, "b.io": {"auth": hunter2}}})";
    struct Row {
        std::string_view text, message;
    };
    for (const Row &row : {
             Row{"[]", "line 1, column 1: the document is not an object"},
             Row{"\"hunter2\"", "line 1, column 1: the document is not an object"},
             Row{"{\"auths\": []}", "line 1, column 11: 'auths' is not an object"},
             Row{"{\"auths\": {\n\"a\": \"hunter2\"}}",
                 "line 2, column 6: 'a' of 'auths' is not an object"},
             Row{"{\"auths\": {\"a\": {\"auth\": 5}}}",
                 "line 1, column 26: 'auth' of 'a' is not a text"},
             Row{"{\"auths\": {\"a\": {\"identitytoken\": {}}}}",
                 "line 1, column 35: 'identitytoken' of 'a' is not a text"},
             Row{"{\"credHelpers\": \"x\"}", "line 1, column 17: 'credHelpers' is not an object"},
             Row{"{\"credHelpers\": {\"a\": {}}}",
                 "line 1, column 23: 'a' of 'credHelpers' is not a text"},
             Row{"{\"auths\": {\"a\": {\"auth\": \"hunter2\" \"x\"}}}",
                 "line 1, column 36: a text where none is expected, or a comma or colon is "
                 "missing before"},
             Row{"{\"auths\": {\"a\": {\"auth\": \"hunter2\n\"}}}",
                 "line 1, column 34: a line break or another control character within a text"},
             Row{far_away, "line 1, column 111: something that is not JSON, in or after 'b.io'"},
         }) {
        CAPTURE(row.text);
        try {
            static_cast<void>(parse(row.text));
            FAIL_CHECK("it was accepted");
        } catch (const Error &error) {
            CHECK(error.code() == Errc::Input);
            CHECK(error.what() == "'/x/auth.json', " + std::string(row.message));
            CHECK(error.subject() == "/x/auth.json");
            CHECK(std::string(error.what()).find("hunter2") == std::string::npos);
        }
    }
}

TEST_CASE("a login that cannot be decoded is named with its place")
{
    const Document document = parse("{\"auths\": {\n  \"a.example\": {\"auth\": \"hunter2!\"}}}");
    CHECK_THROWS_WITH_AS(
        static_cast<void>(document.login_of(document.auths()[0])),
        "'/x/auth.json', line 2, column 3: the 'auth' of 'a.example' is not base64", Error);
}

TEST_CASE("a field that only docker reads may be wrong for docker alone")
{
    for (const std::string_view text :
         {"{\"credsStore\": {}}", "{\"auths\": {\"a\": {\"username\": 7}}}",
          "{\"auths\": {\"a\": {\"password\": []}}}",
          "{\"auths\": {\"a\": {\"registrytoken\": 1}}}"}) {
        CAPTURE(text);
        const Document dockers = parse(text, Format::DockerConfig);
        CHECK_FALSE(dockers.docker_problem().empty());
        CHECK(dockers.edit_problem());
        const Document podmans = parse(text, Format::AuthJson);
        CHECK(podmans.docker_problem().empty());
        CHECK_FALSE(podmans.edit_problem());
    }
}

TEST_CASE("duplicates are read as Go reads them and not edited")
{
    struct Row {
        std::string_view text, user, position;
    };
    for (const Row &row : {
             Row{R"({"auths":{"q":{"auth":"dTpw"}},"auths":{"r":{}}})", "u", "line 1, column 32"},
             Row{R"({"auths":{"q":{"auth":"dTpw"},"q":{"auth":"djpw"}}})", "v",
                 "line 1, column 31"},
             Row{R"({"auths":{"q":{"auth":"dTpw","auth":"djpw"}}})", "v", "line 1, column 30"},
             Row{R"({"auths":{"q":{"auth":"dTpw","Auth":"djpw"}}})", "v", "line 1, column 30"},
             Row{R"({"Auths":{"q":{"auth":"dTpw"}},"auths":{"q":{"auth":"djpw"}}})", "v",
                 "line 1, column 32"},
             Row{R"({"auths":{"q":{"auth":"dTpw"}},"zeta":[{"a":1,"a":2}]})", "u",
                 "line 1, column 47"},
         }) {
        CAPTURE(row.text);
        const Document document = parse(row.text);
        CHECK(document.login_of(*document.find_auth("q")).username == row.user);
        const auto problem = document.edit_problem();
        REQUIRE(problem);
        CHECK(std::string(problem->what()).find(row.position) != std::string::npos);
        Changes changes;
        changes.set_helper("a.example", "cppsecret");
        CHECK_THROWS_AS(static_cast<void>(document.with(changes)), Error);
    }
}

TEST_CASE("sections and fields are read in any letter case, hosts as they are")
{
    const Document document = parse("{\"AUTHS\":{\"Q.io\":{\"AUTH\":\"dTpw\"}},\"CredHelpers\":{"
                                    "\"g\":\"x\"},\"cred\u017f\u017ftore\":1,"
                                    "\"cred\u017f\u017ftor\":1,\"cred\u017fStore\":\"pass\"}");
    CHECK(document.find_auth("Q.io") != nullptr);
    CHECK(document.find_auth("q.io") == nullptr);
    CHECK(document.find_helper("g") != nullptr);
    CHECK(document.creds_store() == "pass");
}

TEST_CASE("the old format has the entries at the top")
{
    const Document document =
        parse(R"({"https://q.io/v1/": {"auth": "dTpw", "email": "x"}, "auths": {}})",
              Format::LegacyDocker);
    CHECK(document.auths().size() == 2);
    CHECK(document.login_of(document.auths()[0]).username == "u");
    Changes changes;
    changes.set_helper("q.io", "cppsecret");
    CHECK_THROWS_AS(static_cast<void>(document.with(changes)), Error);
    Changes removal;
    removal.remove_auth("https://q.io/v1/", WhenEmpty::Remove);
    CHECK(document.with(removal).bytes() == R"({"auths": {}})");
}

TEST_CASE("a file without content is an object to docker and an error to podman")
{
    for (const std::string_view text : {"", " \n"}) {
        const Document docker = parse(text, Format::DockerConfig);
        CHECK(docker.is_blank());
        CHECK_FALSE(docker.edit_problem());
        const auto problem = parse(text).edit_problem();
        REQUIRE(problem);
        CHECK(problem->hint() == "run: echo '{}' > /x/auth.json");
    }
    CHECK_FALSE(parse("null").is_blank());
    CHECK(parse("null").auths().empty());
}

TEST_CASE("null takes back what an earlier section said")
{
    CHECK(parse(R"({"auths":{"q":{}},"Auths":null})").auths().empty());
    CHECK(parse(R"({"credHelpers":{"q":"x"},"CREDHELPERS":null})").helpers().empty());
    CHECK(parse(R"({"auths":{"q":null}})").auths().size() == 1);
}

TEST_CASE("a file that is too long is refused")
{
    CHECK_THROWS_AS(static_cast<void>(parse(std::string(file_size_limit + 1, ' '))), Error);
}

TEST_CASE("ten thousand entries are read and changed in one pass")
{
    std::string text = "{\"auths\": {";
    for (int i = 0; i < 10000; ++i)
        text += (i == 0 ? "\"h" : ",\"h") + std::to_string(i) + ".example\": {\"auth\": \"dTpw\"}";
    text += "}}";
    const Document document = parse(text);
    CHECK(document.auths().size() == 10000);
    Changes changes;
    for (const AuthEntry &entry : document.auths()) {
        changes.set_helper(entry.key, "cppsecret");
        changes.remove_auth(entry.key, WhenEmpty::Keep);
    }
    const Document after = document.with(changes);
    CHECK(after.helpers().size() == 10000);
    CHECK(after.auths().size() == 10000);
    CHECK(after.find_auth("h9999.example")->is_placeholder());
}
