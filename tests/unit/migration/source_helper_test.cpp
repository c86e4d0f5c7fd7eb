// SPDX-License-Identifier: MIT
#include "keyring/open_keyring.hpp"
#include "migration/keyring_target.hpp"
#include "migration/source_helper.hpp"
#include "support/keyring_file.hpp"
#include "support/open_count.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;

namespace {

/// What the helper has under a key; without a secret it lists the key, and has no login for it.
struct Entry {
    const char *key, *user, *secret;
};

/// docker-credential-pass with these logins, until it is told to erase one: then ~/erased is there.
void install(test::Home &home, const std::vector<Entry> &entries)
{
    std::string list, answers;
    for (const auto &[key, user, secret] : entries) {
        list += (list.empty() ? "\"" : ",\"") + std::string(key) + "\":\"" + user + "\"";
        answers += "'" + std::string(key) + R"(') echo '{"ServerURL":")" + key +
                   R"(","Username":")" + user + R"(","Secret":")" + secret + "\"}' ;;\n";
    }
    home.install("docker-credential-pass", R"(read -r key
erased=$HOME/erased
if [ "$1" = list ]; then echo '{)" + list + R"(}'; exit; fi
if [ "$1" = erase ]; then : >"$erased"; exit; fi
if [ -e "$erased" ]; then echo 'credentials not found in native keychain'; exit 1; fi
case $key in
)" + answers + "esac");
}

SourceHelper helper(const char *name)
{
    return SourceHelper::parse(name).value();
}

const Progress no_progress = [](std::size_t, std::size_t) {};

/// "SERVER USER SECRET KEY…" for each login; or what is thrown.
std::string fetched(const Hosts &hosts = {})
{
    std::string text;
    try {
        for (const SourceLogin &source : helper("pass").fetch(hosts, no_progress)) {
            text += source.login.server + " " + source.login.username + " " +
                    std::string(source.login.secret.reveal());
            for (const std::string &key : source.keys)
                text += " " + key;
            text += "\n";
        }
    } catch (const Error &error) {
        return error.what();
    }
    return text;
}

std::string erased(const std::vector<SourceLogin> &logins)
{
    try {
        return helper("pass").erase_moved(logins, no_progress) ? "erased" : "shared";
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("what another helper has")
{
    struct Row {
        const char *name;
        std::vector<Entry> entries;
        std::string logins;
        Hosts hosts = {};
    };
    for (const Row &row :
         {Row{"nothing", {}, ""},
          Row{"one registry under two spellings, stored as docker asks for it",
              {{"docker.io", "ann", "one"}, {"https://index.docker.io/v1/", "ann", "one"}},
              "https://index.docker.io/v1/ ann one docker.io https://index.docker.io/v1/\n"},
          Row{"of the registries that are named",
              {{"a.io", "ann", "one"}, {"b.io", "bob", "two"}},
              "b.io bob two b.io\n",
              {"b.io"}},
          Row{"no login for one that is named",
              {{"a.io", "ann", "one"}},
              "'docker-credential-pass' has no login for 'c.io'",
              {"a.io", "c.io"}},
          Row{"a key without a login",
              {{"a.io", "ann", ""}},
              "'docker-credential-pass' lists 'a.io', and gives no login for it that a keyring can "
              "hold"},
          Row{"two users for one registry",
              {{"a.io", "ann", "one"}, {"https://a.io", "bob", "one"}},
              "'docker-credential-pass' has the login of 'ann' under 'a.io' and that of 'bob' "
              "under 'https://a.io': "
              "they are one registry, and the keyring keeps one login for it"},
          Row{"two secrets of one user",
              {{"a.io", "ann", "one"}, {"https://a.io", "ann", "two"}},
              "'docker-credential-pass' has two different secrets of 'ann', under 'a.io' and under "
              "'https://a.io': "
              "they are one registry, and the keyring keeps one login for it"}})
        SUBCASE(row.name)
        {
            test::Home home;
            install(home, row.entries);
            CHECK(fetched(row.hosts) == row.logins);
        }
}

TEST_CASE("which helper is meant")
{
    CHECK(helper("docker-credential-pass").name() == "pass");
    for (const char *name : {"", "docker-credential-", "../pass"})
        CHECK_FALSE(SourceHelper::parse(name));
    for (const char *name : {"cppsecret", "cppsecret-containers", "secretservice"})
        CHECK(helper(name).shares_our_items());
    CHECK_FALSE(helper("pass").shares_our_items());
    {
        const test::Variable of_file("CPPSECRET_KEYRING", "file"); // the service's are others then
        CHECK_FALSE(helper("secretservice").shares_our_items());
        CHECK(helper("cppsecret").shares_our_items());
    }
    CHECK_THROWS_AS(helper("ecr-login").refuse_generator(), Error);
    CHECK_NOTHROW(helper("pass").refuse_generator());
}

TEST_CASE("a login is erased where it was only once the keyring has it")
{
    struct Row {
        const char *name;
        Entry now;
        const char *in_keyring;
        std::string outcome;
        bool is_erased;
    };
    for (const Row &row :
         {Row{"it has", {"a.io", "ann", "one"}, "one", "erased", true},
          Row{"it has another",
              {"a.io", "ann", "one"},
              "two",
              "the keyring has lost the login for 'a.io': it was not erased in "
              "'docker-credential-pass'",
              false},
          Row{"the helper was given another since",
              {"a.io", "ann", "two"},
              "one",
              "the login for 'a.io' in 'docker-credential-pass' has been changed by somebody "
              "meanwhile: it was not "
              "erased there",
              false},
          Row{"the helper has none any more", {"a.io", "ann", ""}, "one", "erased", false}})
        SUBCASE(row.name)
        {
            test::HomeWithKeyring home;
            install(home, {row.now});
            keyring::open_keyring()->store(
                {"a.io", "ann", SecretString(std::string_view(row.in_keyring))});
            std::vector<SourceLogin> logins;
            logins.push_back({{"a.io", "ann", SecretString(std::string_view("one"))}, {"a.io"}});
            CHECK(erased(logins) == row.outcome);
            CHECK(std::filesystem::exists(home / "erased") == row.is_erased);
        }
}

TEST_CASE("the keyring file is opened once for many logins that are erased where they were")
{
    test::HomeWithKeyring home;
    install(home, {{"a.io", "ann", "one"}, {"b.io", "ann", "one"}, {"c.io", "ann", "one"}});
    const std::vector<SourceLogin> logins = helper("pass").fetch({}, no_progress);
    for (const SourceLogin &source : logins)
        keyring::open_keyring()->store(copy_of(source.login));
    const test::OpenCount opened(home / ".local/share/cppsecret/keyring");
    CHECK(erased(logins) == "erased");
    CHECK(opened.take() == 1);
}
