// SPDX-License-Identifier: MIT
#include "machine/read_settings.hpp"
#include "migration/holds.hpp"
#include "unit/migration/plan_table.hpp"

#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;
using test::dockers;
using test::judge;
using test::podmans;
using test::told;

TEST_CASE("a login stays whose move would hide another")
{
    const test::AuthFiles beside_namespace{
        R"({"auths": {"a.io": {"auth": "ann:one"}, "a.io/team": {"auth": "bob:two"}}})"};
    const test::AuthFiles beside_token{
        R"({"auths": {"a.io": {"auth": "ann:one", "registrytoken": "t"}}})"};
    const std::string team = "stays: 'a.io/team' in '~/run/containers/auth.json'\n";
    judge({
        {"that of a namespace", beside_namespace,
         team + "held: " + podmans +
             ": the tools would not use 'a.io/team' in '~/run/containers/auth.json' any more: "
             "in use by namespace, and helpers know hosts only; use --force to move it all the "
             "same\n"},
        {"it moves by force",
         beside_namespace,
         std::string("moves: ") + podmans + "\n" + team,
         {.force = true}},
        {"a registry token", beside_token,
         std::string("held: ") + podmans + ": the tools would not use " + podmans +
             " any more: helpers know no registry tokens; use --force to move it all the same\n"},
        {"it too moves by force",
         beside_token,
         std::string("moves: ") + podmans + "\n",
         {.force = true}},
    });
}

TEST_CASE("of several secrets one can be kept")
{
    const test::AuthFiles in_both{R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                                  R"({"auths": {"a.io": {"auth": "ann:two"}}})"};
    const test::AuthFiles in_podmans{
        R"({"auths": {"a.io": {"auth": "ann:one"}, "https://a.io": {"auth": "ann:two"}}})"};
    const test::AuthFiles token{
        nullptr, R"({"auths": {"a.io": {"auth": "ann:one", "identitytoken": "t"}}})"};
    const std::string both =
        std::string(podmans) + " and " + dockers + " have different secrets for user 'ann'";
    const std::string held = ": " + both + "; use --force to keep the first alone\n";
    judge({
        {"podman uses the one, docker the other", in_both,
         std::string("held: ") + podmans + held + "held: " + dockers + held},
        {"by force it is the first",
         in_both,
         std::string("moves: ") + podmans + ", " + dockers + "\nnote: " + both +
             ": the first one is used now, and kept alone\n",
         {.force = true}},
        {"of two in one file podman uses the first", in_podmans,
         std::string("moves: ") + podmans +
             ", 'https://a.io' in '~/run/containers/auth.json'\nnote: " + podmans +
             " and 'https://a.io' in '~/run/containers/auth.json' have different secrets for user "
             "'ann': the first one is used now, and kept alone\n"},
        {"a password beside an identity token", token,
         std::string("held: ") + dockers + ": " + dockers +
             " holds a password beside its identity token, and a helper holds one of them; use "
             "--force to keep the token alone, which the tools use\n"},
        {"by force it is the token",
         token,
         std::string("moves: ") + dockers + "\n",
         {.force = true}},
    });
}

TEST_CASE("a login of the keyring is not replaced unasked")
{
    const test::AuthFiles files{R"({"auths": {"a.io": {"auth": "ann:one"}}})"};
    const std::string both = "the keyring has another login for 'a.io' (user 'bob') than "
                             "'~/run/containers/auth.json' (user 'ann')";
    judge({
        {"the same is there already",
         files,
         std::string("is there: ") + podmans + "\n",
         {},
         {{"a.io", "ann", "one"}}},
        {"one of another registry is nothing to it",
         files,
         std::string("moves: ") + podmans + "\n",
         {},
         {{"b.io", "bob", "two"}}},
        {"another user",
         files,
         std::string("held: ") + podmans + ": " + both +
             "; use --force to keep the one of the file\n",
         {},
         {{"a.io", "bob", "one"}}},
        {"another secret",
         files,
         std::string("held: ") + podmans +
             ": the keyring has another login for 'a.io' (user 'ann') than "
             "'~/run/containers/auth.json' (user 'ann'); use --force to keep the one of the file\n",
         {},
         {{"a.io", "ann", "two"}}},
        {"by force the one of the file, which is used now",
         files,
         std::string("moves: ") + podmans + "\nnote: " + both + ": kept is the one of the file\n",
         {.force = true},
         {{"a.io", "bob", "two"}}},
    });
}

TEST_CASE("of two logins the one is kept that the tools use now, be it the keyring's")
{
    const std::string both = "the keyring has another login for 'a.io' (user 'bob') than "
                             "'~/run/containers/auth.json' (user 'ann')";
    const test::AuthFiles files{
        R"({"auths": {"a.io": {"auth": "ann:one"}}, "credHelpers": {"a.io": "cppsecret"}})"};
    for (const bool force : {false, true}) {
        test::HomeWithKeyring home;
        home.install("docker-credential-cppsecret");
        files.write_to(home);
        keyring::open_keyring()->store({"a.io", "bob", SecretString(std::string_view("two"))});
        const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
        machine::HelperOracle helpers;
        MigrationPlan plan(settings, helpers, {.force = force}, collect_plain_logins(settings, {}));
        plan.decide(read_keyring(plan.registries()));
        CHECK(home.shortened(told(plan)) ==
              (force ? std::string("is there: ") + podmans + "\nnote: " + both +
                           ": kept is the one of the keyring, which is used now\n"
                     : std::string("held: ") + podmans + ": " + both +
                           "; use --force to keep the one of the keyring, which is used now\n"));
        if (force)
            CHECK(plan.users() == setup::LoginUsers{{"a.io", "bob"}});
    }
}

TEST_CASE("a login stays where another helper answers")
{
    const auto install = [](test::Home &home) {
        home.install("docker-credential-pass", R"(echo '{"a.io": "eve"}')");
        home.install("docker-credential-empty", "echo '{}'");
        home.install("docker-credential-getonly", R"([ "$1" = get ] || exit 1
echo '{"ServerURL": "a.io", "Username": "eve", "Secret": "x"}')");
    };
    const std::string held_by =
        "; use --force to replace it, or move its login: cppsecret migrate --from pass\n";
    judge(
        {
            {"that is named for the registry",
             {R"({"auths": {"a.io": {"auth": "ann:one"}}, "credHelpers": {"a.io": "pass"}})"},
             std::string("held: ") + podmans +
                 ": '~/run/containers/auth.json' names the helper 'pass' for 'a.io'" + held_by},
            {"and moves by force",
             {R"({"auths": {"a.io": {"auth": "ann:one"}}, "credHelpers": {"a.io": "pass"}})"},
             std::string("moves: ") + podmans + "\n",
             {.force = true}},
            {"that docker's file names for docker",
             {nullptr,
              R"({"auths": {"a.io": {"auth": "ann:one"}}, "credHelpers": {"a.io": "pass"}})"},
             std::string("held: ") + dockers +
                 ": '~/.docker/config.json' names the helper 'pass' for 'a.io'" + held_by},
            {"that docker asks for all",
             {nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}, "credsStore": "pass"})"},
             std::string("held: ") + dockers +
                 ": docker uses the login that 'docker-credential-pass' has for 'a.io'; use "
                 "--force to "
                 "take the one in ~/.docker/config.json, or move that one: cppsecret migrate "
                 "--from "
                 "pass\n"},
            {"also one that knows no list",
             {nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}, "credsStore": "getonly"})"},
             std::string("held: ") + dockers +
                 ": docker uses the login that 'docker-credential-getonly' has for 'a.io'; use "
                 "--force to take the one in ~/.docker/config.json\n"},
            {"not one without a login for it",
             {nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}, "credsStore": "empty"})"},
             std::string("moves: ") + dockers + "\n"},
            {"nor docker's where docker has no login",
             {R"({"auths": {"a.io": {"auth": "ann:one"}}})", R"({"credsStore": "pass"})"},
             std::string("moves: ") + podmans + "\n"},
            {"ours is none of them",
             {R"({"auths": {"a.io": {"auth": "ann:one"}}, "credHelpers": {"a.io": "cppsecret"}})"},
             std::string("moves: ") + podmans + "\n"},
        },
        install);
}

TEST_CASE("a login stays where nobody knows what another helper would answer")
{
    test::Home home;
    home.install("docker-credential-pass", "echo '{}'");
    test::AuthFiles{nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}, "credsStore": "pass"})"}
        .write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers(keyring::Listing(), machine::Others::LeaveAlone);
    MigrationPlan plan(settings, helpers, {}, collect_plain_logins(settings, {}));
    plan.decide({});
    CHECK(home.shortened(told(plan)) ==
          std::string("held: ") + dockers +
              ": docker asks 'docker-credential-pass', which may have a login for 'a.io'; use "
              "--force to take the one in ~/.docker/config.json\n");
}
