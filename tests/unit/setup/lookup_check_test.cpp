// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/open_keyring.hpp"
#include "setup/lookup_check.hpp"
#include "support/environment.hpp"
#include "support/keyring_file.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;

TEST_CASE("the tools have to ask our helper, and to find the login of the user that is expected")
{
    struct Row {
        const char *name;
        const char *files; ///< of podman; our helper is named in it or not
        const char *account;
        LoginUsers users;
        std::string told; ///< what is found, or why that is a failure
    };
    const char *const ours = R"({"credHelpers": {"a.io": "cppsecret", "b.io": "cppsecret"}})";
    for (const Row &row : {
             Row{"the one", ours, nullptr, {{"a.io", "ann"}}, "a.io:ann b.io: "},
             Row{"any, where nobody is expected", ours, nullptr, {}, "a.io:ann b.io: "},
             Row{"another user",
                 ours,
                 nullptr,
                 {{"a.io", "eve"}},
                 "containers finds the login of 'ann' for 'a.io', not that of 'eve'; see "
                 "'cppsecret resolve a.io/IMAGE'"},
             Row{"the account that the environment names",
                 ours,
                 "work",
                 {{"a.io", "ann"}},
                 "containers finds the login of 'bob' for 'a.io', not that of 'ann'; "
                 "CPPSECRET_ACCOUNT names the account 'work': unset it"},
             Row{"no login",
                 ours,
                 nullptr,
                 {{"b.io", "ann"}},
                 "containers asks our helper for 'b.io', and it has no login; "},
             Row{"nobody asks",
                 "{}",
                 nullptr,
                 {},
                 "our helper is not asked for 'a.io' by containers; see 'cppsecret resolve "
                 "a.io/IMAGE'"},
         })
        SUBCASE(row.name)
        {
            test::HomeWithKeyring home;
            home.install("docker-credential-cppsecret");
            home.write("run/containers/auth.json", row.files);
            const auto keyring = keyring::open_keyring();
            keyring->store({"a.io", "ann", SecretString(std::string_view("one"))});
            keyring->store_account("work", {"a.io", "bob", SecretString(std::string_view("two"))});
            std::optional<test::Variable> account;
            if (row.account != nullptr)
                account.emplace("CPPSECRET_ACCOUNT", row.account);
            std::string told;
            try {
                for (const CheckedLookup &lookup : check_lookups(
                         machine::Family::Containers, {"a.io", "b.io"}, std::nullopt, row.users))
                    told += lookup.host + ":" + lookup.user.value_or("") + " ";
            } catch (const Error &error) {
                told = error.what() + std::string("; ") + error.hint();
            }
            CHECK(told == row.told);
        }
}
