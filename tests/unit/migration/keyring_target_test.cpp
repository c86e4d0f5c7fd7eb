// SPDX-License-Identifier: MIT
#include "keyring/open_keyring.hpp"
#include "migration/keyring_target.hpp"
#include "support/keyring_file.hpp"
#include "support/open_count.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;

namespace {

Credential login(const char *server, const char *user, std::string_view secret)
{
    return {server, user, SecretString(secret)};
}

void store(const char *server, const char *user, std::string_view secret)
{
    keyring::open_keyring()->store(login(server, user, secret));
}

std::string text_of(const LoginsByIdentity &logins)
{
    std::string text;
    for (const auto &[registry, there] : logins)
        text += registry + " " + there.login.username + ":" +
                std::string(there.login.secret.reveal()) + " ";
    return text;
}

} // namespace

TEST_CASE("what the keyring has for the registries that are asked for, under whatever spelling")
{
    const test::HomeWithKeyring home;
    store("https://a.io", "ann", "one");
    store("https://index.docker.io/v1/", "bob", "two");
    store("c.io", "eve", "x");
    CHECK(text_of(read_keyring({ServerKey("a.io"), ServerKey("docker.io"), ServerKey("d.io")})) ==
          "a.io ann:one docker.io bob:two ");
    CHECK(read_keyring({}).empty());
}

TEST_CASE("a change between the question and the answer is not overwritten")
{
    struct Row {
        const char *name;
        void (*before)();
        void (*meanwhile)();
        const char *refusal; ///< a part of it; empty if it goes on
    };
    for (const Row &row :
         {Row{"nothing", [] {}, [] {}, ""},
          Row{"another registry", [] {}, [] { store("b.io", "bob", "two"); }, ""},
          Row{"the same was there", [] { store("a.io", "bob", "two"); }, [] {}, ""},
          Row{"somebody stored what is going to be", [] {}, [] { store("a.io", "ann", "one"); },
              ""},
          Row{"somebody stored another", [] {}, [] { store("a.io", "bob", "two"); },
              "somebody has put a login for 'a.io' (user 'bob') into the keyring meanwhile"},
          Row{"somebody changed it", [] { store("a.io", "bob", "two"); },
              [] { store("a.io", "bob", "three"); },
              "somebody has changed the login for 'a.io' (user 'bob') in the keyring meanwhile"},
          Row{"somebody erased it", [] { store("a.io", "bob", "two"); },
              [] { keyring::open_keyring()->erase(ServerKey("a.io")); },
              "somebody has erased the login for 'a.io' (user 'bob') from the keyring meanwhile"}})
        SUBCASE(row.name)
        {
            const test::HomeWithKeyring home;
            const std::vector<ServerKey> registries{ServerKey("a.io")};
            row.before();
            const LoginsByIdentity seen = read_keyring(registries);
            row.meanwhile();
            const Credential ours = login("a.io", "ann", "one");
            std::string refusal;
            try {
                require_unchanged(registries, seen, {&ours, 1});
            } catch (const Error &error) {
                refusal = error.what();
            }
            CHECK(refusal.starts_with(row.refusal));
            CHECK(refusal.empty() == std::string_view(row.refusal).empty());
        }
}

TEST_CASE("each login is stored, and told")
{
    const test::HomeWithKeyring home;
    std::vector<Credential> logins;
    logins.push_back(login("a.io", "ann", "one"));
    logins.push_back(login("b.io", "bob", "two"));
    std::string progress;
    store_in_keyring(logins, [&progress](std::size_t done, std::size_t total) {
        progress += std::to_string(done) + "/" + std::to_string(total) + " ";
    });
    CHECK(progress == "1/2 2/2 ");
    CHECK(text_of(read_keyring({ServerKey("a.io"), ServerKey("b.io")})) ==
          "a.io ann:one b.io bob:two ");
}

TEST_CASE("the keyring file is opened as often for many logins as for one")
{
    struct Opens {
        int stored, read, seen;
    };
    const auto opens_for = [](int count) {
        const test::HomeWithKeyring home;
        std::vector<Credential> logins;
        std::vector<ServerKey> registries;
        for (int i = 0; i < count; ++i) {
            logins.push_back(login(("r" + std::to_string(i) + ".io").c_str(), "ann", "one"));
            registries.emplace_back(logins.back().server);
        }
        const test::OpenCount opened(home / ".local/share/cppsecret/keyring");
        store_in_keyring(logins, [](std::size_t, std::size_t) {});
        Opens opens{opened.take(), 0, 0};
        CHECK(read_keyring(registries).size() == registries.size());
        opens.read = opened.take();
        CHECK(glance_at_keyring(registries).logins.size() == registries.size());
        opens.seen = opened.take();
        return opens;
    };
    const Opens one = opens_for(1);
    const Opens many = opens_for(20);
    CHECK(many.stored == one.stored);
    CHECK(one.read == 1);
    CHECK(many.read == 1);
    CHECK(many.seen == one.seen);
}

TEST_CASE("a glance asks nobody, and says why it saw nothing")
{
    const std::vector<ServerKey> registries{ServerKey("a.io")};
    {
        const test::HomeWithKeyring home;
        store("a.io", "ann", "one");
        const Glance glance = glance_at_keyring(registries);
        CHECK(text_of(glance.logins) == "a.io ann:one ");
        CHECK_FALSE(glance.obstacle);
    }
    const test::Home home; // without a keyring
    const Glance glance = glance_at_keyring(registries);
    CHECK(glance.logins.empty());
    CHECK(glance.obstacle);
}
