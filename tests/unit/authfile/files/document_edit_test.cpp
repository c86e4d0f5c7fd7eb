// SPDX-License-Identifier: MIT
#include "authfile/files/document.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

std::string edited(std::string_view text, const Changes &changes,
                   Format format = Format::DockerConfig)
{
    const auto document = Document::parse(SecretString(text), "config.json", format);
    return std::string(document.with(changes).bytes());
}

Changes helper(const std::string &registry, const std::string &name = "cppsecret")
{
    Changes changes;
    changes.set_helper(registry, name);
    return changes;
}

Changes no_helper(const std::string &registry)
{
    Changes changes;
    changes.remove_helper(registry);
    return changes;
}

Changes no_auth(const std::string &key, WhenEmpty what)
{
    Changes changes;
    changes.remove_auth(key, what);
    return changes;
}

} // namespace

TEST_CASE("a helper is added in the style of the file")
{
    struct Row {
        const char *name;
        std::string_view before, after;
    };
    for (const Row &row : {
             Row{"nothing yet", "{}",
                 "{\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}"},
             Row{"0 bytes", "", "{\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}\n"},
             Row{"null", "null", "{\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}\n"},
             Row{"tabs", "{\n\t\"auths\": {}\n}",
                 "{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}"},
             Row{"two blanks and a final newline", "{\n  \"auths\": {}\n}\n",
                 "{\n  \"auths\": {},\n  \"credHelpers\": {\n    \"q.io\": \"cppsecret\"\n  "
                 "}\n}\n"},
             Row{"CR and LF", "{\r\n  \"auths\": {}\r\n}\r\n",
                 "{\r\n  \"auths\": {},\r\n  \"credHelpers\": {\r\n    \"q.io\": "
                 "\"cppsecret\"\r\n  }\r\n}\r\n"},
             Row{"one line", R"({"auths":{}})",
                 R"({"auths":{},"credHelpers":{"q.io":"cppsecret"}})"},
             Row{"one line with blanks", R"({"auths": {}})",
                 R"({"auths": {},"credHelpers": {"q.io": "cppsecret"}})"},
             Row{"one line, two members", R"({"a": 1, "b": 2})",
                 R"({"a": 1, "b": 2, "credHelpers": {"q.io": "cppsecret"}})"},
             Row{"an empty section", "{\n  \"credHelpers\": {}\n}",
                 "{\n  \"credHelpers\": {\n    \"q.io\": \"cppsecret\"\n  }\n}"},
             Row{"a section of null", "{\n  \"credHelpers\": null\n}",
                 "{\n  \"credHelpers\": {\n    \"q.io\": \"cppsecret\"\n  }\n}"},
             Row{"a section in another letter case", R"({"CredHelpers":{"a":"x"}})",
                 R"({"CredHelpers":{"a":"x","q.io":"cppsecret"}})"},
             Row{"behind the others", "{\"credHelpers\": {\n  \"a\": \"x\",\n  \"b\": \"y\"\n}}",
                 "{\"credHelpers\": {\n  \"a\": \"x\",\n  \"b\": \"y\",\n  \"q.io\": "
                 "\"cppsecret\"\n}}"},
             Row{"replaced in its place", R"({"credHelpers": {"q.io" : "pass", "a": "x"}})",
                 R"({"credHelpers": {"q.io" : "cppsecret", "a": "x"}})"},
             Row{"null replaced", R"({"credHelpers": {"q.io":null}})",
                 R"({"credHelpers": {"q.io":"cppsecret"}})"},
             Row{"there already", R"({"credHelpers": {"q.io":"cppsecret"}})",
                 R"({"credHelpers": {"q.io":"cppsecret"}})"},
             Row{"there already, spelled with escapes",
                 R"({"credHelpers": {"q\u002eio":"cpp\u0073ecret"}})",
                 R"({"credHelpers": {"q\u002eio":"cpp\u0073ecret"}})"},
         })
        SUBCASE(row.name)
        {
            CHECK(edited(row.before, helper("q.io")) == row.after);
        }
}

TEST_CASE("a helper is removed with its comma")
{
    struct Row {
        const char *name;
        std::string_view before, after;
    };
    for (const Row &row : {
             Row{"the first", R"({"credHelpers": {"q.io": "x", "b": "y"}})",
                 R"({"credHelpers": {"b": "y"}})"},
             Row{"the last", R"({"credHelpers": {"a": "x" , "q.io": "y" }})",
                 R"({"credHelpers": {"a": "x" }})"},
             Row{"one in the middle",
                 "{\"credHelpers\": {\n\"a\": \"x\",\n \"q.io\": \"y\",\n\"b\": \"z\"\n}}",
                 "{\"credHelpers\": {\n\"a\": \"x\",\n \"b\": \"z\"\n}}"},
             Row{"the only one takes its section along",
                 "{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"q.io\": \"x\"\n\t}\n}",
                 "{\n\t\"auths\": {}\n}"},
             Row{"the only one of the only section", R"({"credHelpers": {"q.io": "x"}})", "{}"},
             Row{"none there", R"({"credHelpers": {"a": "x"}})", R"({"credHelpers": {"a": "x"}})"},
             Row{"no section", R"({ "auths" : {} })", R"({ "auths" : {} })"},
             Row{"an empty section stays", R"({"credHelpers":{ }})", R"({"credHelpers":{ }})"},
         })
        SUBCASE(row.name)
        {
            CHECK(edited(row.before, no_helper("q.io")) == row.after);
        }
    Changes keeping = no_helper("q.io");
    keeping.when_helpers_empty(WhenEmpty::Keep);
    CHECK(edited(R"({"credHelpers": {"q.io": "x"}})", keeping) == R"({"credHelpers": {}})");
}

TEST_CASE("a login is removed, and what else its entry holds is not")
{
    struct Row {
        const char *name;
        WhenEmpty what;
        std::string_view before, after;
    };
    for (
        const Row &row : {
            Row{"the whole entry", WhenEmpty::Remove,
                R"({"auths": {"a": {}, "q.io": {"auth": "dTpw", "x": 1}}, "z": 1})",
                R"({"auths": {"a": {}}, "z": 1})"},
            Row{"the only entry", WhenEmpty::Remove,
                "{\n\t\"auths\": {\n\t\t\"q.io\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t}\n}",
                "{\n\t\"auths\": {}\n}"},
            Row{"a placeholder stays", WhenEmpty::Keep,
                "{\n\t\"auths\": {\n\t\t\"q.io\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t}\n}",
                "{\n\t\"auths\": {\n\t\t\"q.io\": {}\n\t}\n}"},
            Row{"unknown fields stay", WhenEmpty::Keep,
                R"({"auths": {"q.io": {"auth": "dTpw", "email": "e", "n": 12345678901234567890123}}})",
                R"({"auths": {"q.io": {"email": "e", "n": 12345678901234567890123}}})"},
            Row{"all login fields go", WhenEmpty::Keep,
                R"({"auths": {"q.io": {"email": "e", "Auth": "dTpw", "username": "u", "password": "p", "identitytoken": "t"}}})",
                R"({"auths": {"q.io": {"email": "e"}}})"},
            Row{"a registry token stays", WhenEmpty::Keep,
                R"({"auths": {"q.io": {"auth": "dTpw", "registrytoken": "r"}}})",
                R"({"auths": {"q.io": {"registrytoken": "r"}}})"},
            Row{"another key", WhenEmpty::Remove, R"({"auths": {"https://q.io": {}}})",
                R"({"auths": {"https://q.io": {}}})"},
            Row{"null", WhenEmpty::Keep, R"({"auths": {"q.io": null}})",
                R"({"auths": {"q.io": null}})"},
        })
        SUBCASE(row.name)
        {
            CHECK(edited(row.before, no_auth("q.io", row.what)) == row.after);
        }
}

TEST_CASE("credsStore is set, replaced and removed")
{
    Changes set;
    set.set_creds_store("cppsecret");
    Changes removal;
    removal.remove_creds_store();
    CHECK(edited("{\n  \"auths\": {}\n}\n", set) ==
          "{\n  \"auths\": {},\n  \"credsStore\": \"cppsecret\"\n}\n");
    CHECK(edited(R"({"credSStore": "pass", "a":1})", set) ==
          R"({"credSStore": "cppsecret", "a":1})");
    CHECK(edited(R"({"credsStore": null})", set) == R"({"credsStore": "cppsecret"})");
    CHECK(edited(R"({"a":1, "credsStore": "pass" })", removal) == R"({"a":1 })");
    CHECK(edited(R"({"a":1})", removal) == R"({"a":1})");
}

TEST_CASE("many changes are made in one pass")
{
    Changes changes;
    changes.set_helper("b.example", "cppsecret");
    changes.set_helper("a.example", "cppsecret");
    changes.set_helper("old.example", "cppsecret");
    changes.remove_helper("gone.example");
    changes.remove_auth("a.example", WhenEmpty::Keep);
    changes.remove_auth("b.example", WhenEmpty::Remove);
    changes.set_creds_store("cppsecret");
    CHECK(edited(R"({
  "credHelpers": {
    "old.example": "pass",
    "gone.example": "pass"
  },
  "zeta": 123456789012345678901234567890,
  "auths": {
    "b.example": {"auth": "dTpw"},
    "a.example": {"auth": "dTpw"}
  }
}
)",
                 changes) == R"({
  "credHelpers": {
    "old.example": "cppsecret",
    "a.example": "cppsecret",
    "b.example": "cppsecret"
  },
  "zeta": 123456789012345678901234567890,
  "auths": {
    "a.example": {}
  },
  "credsStore": "cppsecret"
}
)");
}

TEST_CASE("the last section goes while another one comes")
{
    Changes changes;
    changes.remove_creds_store();
    changes.set_helper("q.io", "cppsecret");
    CHECK(edited(R"({"credsStore": "pass"})", changes) ==
          R"({"credHelpers": {"q.io": "cppsecret"}})");
    CHECK(edited("{\n\t\"credsStore\": \"pass\"\n}", changes) ==
          "{\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}");
    CHECK(edited(R"({"auths":{},"credsStore":"pass"})", changes) ==
          R"({"auths":{},"credHelpers":{"q.io":"cppsecret"}})");
}

TEST_CASE("every helper is replaced at once")
{
    Changes changes;
    changes.remove_helper("a");
    changes.remove_helper("b");
    changes.set_helper("q.io", "cppsecret");
    CHECK(edited("{\"credHelpers\": {\n  \"a\": \"x\",\n  \"b\": \"x\"\n}}", changes) ==
          "{\"credHelpers\": {\n  \"q.io\": \"cppsecret\"\n}}");
}

TEST_CASE("a key that needs escapes gets them")
{
    CHECK(edited("{}", helper("a\"b")) ==
          "{\n\t\"credHelpers\": {\n\t\t\"a\\\"b\": \"cppsecret\"\n\t}\n}");
}
