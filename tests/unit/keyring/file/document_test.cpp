// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/file/document.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

Credential credential(const std::string &server, const std::string &user,
                      std::string_view secret = "s")
{
    return {server, user, SecretString(secret)};
}

std::string found(const FileDocument &document, const char *server)
{
    const auto login = document.find(ServerKey(server));
    return login ? login->username + ":" + std::string(login->secret.reveal()) : "";
}

FileDocument parsed(std::string_view text)
{
    return {SecretString(text), "keyring"};
}

} // namespace

TEST_CASE("a login comes back under every spelling of its registry")
{
    FileDocument document;
    document.replace(credential("https://r.example/v2/", "ann", "one"), 1);
    CHECK(found(document, "R.example:443") == "ann:one");
    CHECK(found(document, "r.example/team").empty());
    CHECK(found(document, "other.example").empty());
}

TEST_CASE("a registry has one login")
{
    FileDocument document;
    document.replace(credential("r.example", "ann", "one"), 1);
    document.replace(credential("r.example", "bob", "two"), 1);
    document.replace(credential("https://r.example", "cid", "three"), 1);
    REQUIRE(document.logins().size() == 1);
    CHECK(document.logins().front().server == "https://r.example");
    CHECK(found(document, "r.example") == "cid:three");
    CHECK(document.erase(ServerKey("r.example")));
    CHECK_FALSE(document.erase(ServerKey("r.example")));
    CHECK(document.logins().empty());
}

TEST_CASE("of many logins that are stored at once a registry has the last")
{
    FileDocument document = parsed(R"({"logins":[
        {"server":"r.example","username":"a","secret":"1","changed":5,"note":"kept"},
        {"server":"s.example","username":"b","secret":"2","changed":5}]})");
    CHECK(found(document, "r.example") == "a:1");
    std::vector<Credential> logins;
    logins.push_back(credential("https://r.example", "x", "3"));
    logins.push_back(credential("t.example", "c", "4"));
    logins.push_back(credential("r.example", "a", "5"));
    document.replace(logins, 6);
    CHECK(document.text().reveal() ==
          R"({"logins":[{"server":"s.example","username":"b","secret":"2","changed":5},)"
          R"({"server":"t.example","username":"c","secret":"4","changed":6},)"
          R"({"server":"r.example","username":"a","secret":"5","changed":6,"note":"kept"}]})");
    CHECK(found(document, "https://r.example") == "a:5");
    CHECK(found(document, "t.example") == "c:4");
}

TEST_CASE("the exact spelling wins, else the newest login")
{
    const FileDocument document = parsed(R"({"logins":[
        {"server":"r.example","username":"a","secret":"1","changed":5},
        {"server":"https://r.example/v1/","username":"b","secret":"2","changed":7},
        {"server":"https://r.example","username":"c","secret":"3","changed":7}]})");
    CHECK(found(document, "r.example") == "a:1");
    CHECK(found(document, "https://r.example/v1/") == "b:2");
    CHECK(found(document, "R.EXAMPLE") == "c:3");
    CHECK(document.logins().front().username == "c");
    CHECK(document.logins().back().changed == 5);
}

TEST_CASE("texts come back to the byte")
{
    FileDocument document;
    const std::string odd = "\"\\ \n\t\x01 {USERNAME} é € 🔑 </script>";
    document.replace(credential("https://näme.example/ünï", odd, odd), 1);
    const FileDocument again(document.text(), "keyring");
    CHECK(found(again, "https://näme.example/ünï") == odd + ":" + odd);
}

TEST_CASE("what a later version has added is kept")
{
    FileDocument document = parsed(R"({"future":{"a":[1]},"logins":[
        {"server":"r.example","username":"a","secret":"1","changed":5,"note":"kept"}],"more":2})");
    document.replace(credential("r.example", "a", "2"), 6);
    document.replace(credential("s.example", "b", "3"), 6);
    CHECK(document.text().reveal() ==
          R"({"future":{"a":[1]},"logins":[{"server":"r.example","username":"a","secret":"2",)"
          R"("changed":6,"note":"kept"},{"server":"s.example","username":"b","secret":"3",)"
          R"("changed":6}],"more":2})");
}

TEST_CASE("a document of another shape is damage, and is not quoted")
{
    for (const std::string_view text :
         {"", "{", "[]", "{}", R"({"logins":{}})", R"({"logins":[1]})",
          R"({"logins":[{"server":"canary","username":"u","secret":"canary"}]})",
          R"({"logins":[{"server":"canary","username":"u","secret":1,"changed":1}]})",
          R"({"logins":[{"server":"canary","username":"u","secret":"canary","changed":-1}]})"}) {
        CAPTURE(text);
        try {
            static_cast<void>(parsed(text));
            FAIL_CHECK("it was accepted");
        } catch (const Error &error) {
            CHECK(error.code() == Errc::Damaged);
            CHECK(std::string(error.what()).find("canary") == std::string::npos);
        }
    }
}

TEST_CASE("what is not UTF-8 is refused")
{
    FileDocument document;
    document.replace(credential("r.example", "\xff"), 1);
    CHECK_THROWS_AS((void)document.text(), Error);
}

TEST_CASE("an account is found by its name and any spelling of its registry, and is no login")
{
    FileDocument document;
    document.replace_account("work", credential("https://r.example", "ann", "one"), 1);
    document.replace_account("home", credential("r.example", "bob", "two"), 2);
    document.replace_account("work", credential("other.example", "cid", "three"), 3);
    const auto account = document.find_account(ServerKey("R.example:443/v2/"), "work");
    REQUIRE(account);
    CHECK(account->username == "ann");
    CHECK(account->secret.reveal() == "one");
    CHECK_FALSE(document.find_account(ServerKey("r.example/team"), "work"));
    CHECK_FALSE(document.find(ServerKey("r.example")));
    CHECK(document.logins().empty());
    CHECK(document.accounts().size() == 3);
}

TEST_CASE("a registry has one account of a name")
{
    FileDocument document;
    document.replace(credential("r.example", "active"), 1);
    document.replace_account("work", credential("https://r.example", "ann", "one"), 1);
    document.replace_account("work", credential("r.example", "bob", "two"), 2);
    REQUIRE(document.accounts().size() == 1);
    CHECK(document.accounts().front().login.username == "bob");
    CHECK(document.accounts().front().login.changed == 2);
    CHECK_FALSE(document.erase_account(ServerKey("r.example"), "home"));
    CHECK(document.erase_account(ServerKey("r.example"), "work"));
    CHECK(document.accounts().empty());
    CHECK(found(document, "r.example") == "active:s");
}

TEST_CASE("accounts are sealed with the logins, and a document without any has none")
{
    FileDocument document;
    CHECK(document.accounts().empty());
    CHECK_FALSE(document.erase_account(ServerKey("r.example"), "work"));
    document.replace_account("work", credential("r.example", "ann", "one"), 1);
    const FileDocument again(document.text(), "keyring");
    CHECK(again.accounts().front().name == "work");
    CHECK_THROWS_AS(parsed(R"({"logins":[],"accounts":{}})"), Error);
    CHECK_THROWS_AS(parsed(R"({"logins":[],"accounts":[{"server":"a","username":"b","secret":"c",
        "changed":1}]})"),
                    Error);
}
