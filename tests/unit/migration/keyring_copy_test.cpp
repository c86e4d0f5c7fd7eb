// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/open_keyring.hpp"
#include "migration/keyring_copy.hpp"
#include "support/environment.hpp"
#include "support/keyring_file.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;

namespace {

/// A login, or with a name a saved account.
struct Kept {
    const char *server, *user, *secret;
    const char *account = "";
};

/// Two keyring files, of which the one is used in whose folder XDG_DATA_HOME is.
class TwoKeyrings {
public:
    TwoKeyrings() { home_.make_keyring("target"); }

    /// Does something where the one is the keyring of the person.
    template <typename Action>
    auto in(const char *folder, const Action &action) const
    {
        const test::Variable data("XDG_DATA_HOME", home_ / folder);
        return action();
    }

    void keep(const char *folder, const std::vector<Kept> &all) const
    {
        in(folder, [&all] {
            const auto keyring = keyring::open_keyring();
            for (const auto &[server, user, secret, account] : all) {
                const Credential login{server, user, SecretString(std::string_view(secret))};
                if (std::string_view(account).empty())
                    keyring->store(login);
                else
                    keyring->store_account(account, login);
            }
        });
    }

    /// "SERVER USER:SECRET " for each login, then "ACCOUNT@SERVER USER:SECRET ", sorted.
    [[nodiscard]] std::string all_in(const char *folder) const
    {
        std::vector<std::string> all;
        in(folder, [&all] {
            const auto keyring = keyring::open_keyring();
            const auto add = [&all](const std::string &name, const Credential &login) {
                all.push_back(name + login.server + " " + login.username + ":" +
                              std::string(login.secret.reveal()) + " ");
            };
            for (const keyring::Login &login : keyring->list().logins)
                add("", keyring->get(ServerKey(login.server)).value());
            for (const keyring::Account &account : keyring->accounts().accounts)
                add(account.name + "@",
                    keyring->get_account(ServerKey(account.login.server), account.name).value());
        });
        std::sort(all.begin(), all.end());
        std::string text;
        for (const std::string &one : all)
            text += one;
        return text;
    }

private:
    test::HomeWithKeyring home_;
};

constexpr const char *source = ".local/share";
constexpr const char *target = "target";

} // namespace

TEST_CASE("every login and account is copied, and only then removed where it was")
{
    struct Row {
        const char *name;
        std::vector<Kept> in_target;
        std::vector<Kept> meanwhile_in_source; ///< stored there after it was read
        std::vector<Kept> meanwhile_in_target; ///< stored there after the copy
        bool force;
        std::string outcome; ///< what is thrown
        std::string source_then, target_then;
    };
    const std::vector<Kept> here{{"a.io", "ann", "one"},
                                 {"https://index.docker.io/v1/", "hub", "two"},
                                 {"a.io", "bob", "three", "work"}};
    const std::string all = "a.io ann:one https://index.docker.io/v1/ hub:two work@a.io bob:three ";
    for (const Row &row : {
             Row{"into an empty one", {}, {}, {}, false, "", "", all},
             Row{"beside others",
                 {{"b.io", "eve", "x"}, {"a.io", "eve", "x", "home"}},
                 {},
                 {},
                 false,
                 "",
                 "",
                 "a.io ann:one b.io eve:x home@a.io eve:x https://index.docker.io/v1/ hub:two "
                 "work@a.io bob:three "},
             Row{"where the same is there", here, {}, {}, false, "", "", all},
             Row{"not over another login",
                 {{"docker.io", "eve", "x"}},
                 {},
                 {},
                 false,
                 "the keyring file has another login for 'https://index.docker.io/v1/' (user "
                 "'eve', not 'hub' or with another secret)",
                 all,
                 "docker.io eve:x "},
             Row{"nor over another account",
                 {{"a.io", "bob", "x", "work"}},
                 {},
                 {},
                 false,
                 "the keyring file has another account 'work' for 'a.io' (user 'bob', not 'bob' or "
                 "with another secret)",
                 all,
                 "work@a.io bob:x "},
             Row{"but by force",
                 {{"docker.io", "eve", "x"}, {"a.io", "bob", "x", "work"}},
                 {},
                 {},
                 true,
                 "",
                 "",
                 all},
             Row{"what was changed meanwhile stays, and what comes after it",
                 {},
                 {{"https://index.docker.io/v1/", "hub", "new"}},
                 {},
                 false,
                 "the login for 'https://index.docker.io/v1/' in the keyring file was changed "
                 "meanwhile, and stays there",
                 "a.io ann:one https://index.docker.io/v1/ hub:new work@a.io bob:three ",
                 all},
             Row{"what the target lost stays in both",
                 {},
                 {},
                 {{"a.io", "eve", "x"}},
                 false,
                 "the keyring file does not hold the login for 'a.io' as it was",
                 all,
                 "a.io eve:x https://index.docker.io/v1/ hub:two work@a.io bob:three "},
         })
        SUBCASE(row.name)
        {
            const TwoKeyrings keyrings;
            keyrings.keep(source, here);
            keyrings.keep(target, row.in_target);
            KeyringCopy copy("file", "file"); // each step opens one of the two
            std::string outcome;
            std::size_t progress = 0;
            try {
                keyrings.in(source, [&] { copy.read_source(); });
                CHECK(copy.login_count() == 2);
                CHECK(copy.account_count() == 1);
                if (!row.force)
                    keyrings.in(target, [&] { copy.refuse_to_replace(); });
                keyrings.in(target, [&] {
                    copy.copy([&](std::size_t done, std::size_t total) {
                        CHECK(done == ++progress);
                        CHECK(total == 3);
                    });
                });
                CHECK(progress == 3);
                keyrings.keep(target, row.meanwhile_in_target);
                keyrings.keep(source, row.meanwhile_in_source);
                keyrings.in(target, [&] { copy.prove(); });
                keyrings.in(source, [&] { copy.remove_from_source(); });
            } catch (const Error &error) {
                outcome = error.what();
            }
            CHECK(outcome == row.outcome);
            CHECK(keyrings.all_in(source) == row.source_then);
            CHECK(keyrings.all_in(target) == row.target_then);
        }
}

TEST_CASE("a keyring file that is not there takes nothing")
{
    const TwoKeyrings keyrings;
    keyrings.keep(source, {{"a.io", "ann", "one"}});
    KeyringCopy copy("file", "file");
    keyrings.in(source, [&] { copy.read_source(); });
    CHECK_THROWS_AS(keyrings.in("nowhere", [&] { copy.refuse_to_replace(); }), Error);
    CHECK(keyrings.all_in(source) == "a.io ann:one ");
}

TEST_CASE("how keyrings are named")
{
    CHECK(keyring_name("file") == "the keyring file");
    CHECK(keyring_name("secret-service") == "the Secret Service");
}
