// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/read_settings.hpp"
#include "migration/migration_plan.hpp"
#include "unit/migration/plan_table.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::migration;
using test::judge;
using test::podmans;

TEST_CASE("every login moves that a helper can hold")
{
    judge({
        {"none", {}, ""},
        {"podman's and docker's",
         {R"({"auths": {"a.io": {"auth": "ann:one"}}})",
          R"({"auths": {"b.io": {"auth": "bob:two"}}})"},
         "moves: 'a.io' in '~/run/containers/auth.json'\n"
         "moves: 'b.io' in '~/.docker/config.json'\n"},
        {"one registry under two spellings",
         {R"({"auths": {"https://a.io": {"auth": "ann:one"}, "a.io": {"auth": "ann:one"}}})"},
         std::string("moves: ") + podmans + ", 'https://a.io' in '~/run/containers/auth.json'\n"},
        {"a namespace of another host stays",
         {R"({"auths": {"a.io": {"auth": "ann:one"}, "b.io/team": {"auth": "bob:two"}}})"},
         std::string("moves: ") + podmans +
             "\nstays: 'b.io/team' in '~/run/containers/auth.json'\n"},
        {"those of two users in one registry stay",
         {R"({"auths": {"b.io/blue": {"auth": "ann:one"}, "b.io/red": {"auth": "bob:two"}}})"},
         "stays: 'b.io/blue' in '~/run/containers/auth.json'\n"
         "stays: 'b.io/red' in '~/run/containers/auth.json'\n"},
        {"the host alone that is named",
         {R"({"auths": {"a.io": {"auth": "ann:one"}, "b.io": {"auth": "bob:two"}}})"},
         std::string("moves: ") + podmans + "\n",
         {.hosts = {"a.io"}}},
        {"and its namespaces are looked at",
         {R"({"auths": {"a.io": {"auth": "ann:one"}, "b.io/team": {"auth": "bob:two"}}})"},
         "stays: 'b.io/team' in '~/run/containers/auth.json'\n",
         {.hosts = {"b.io"}}},
    });
}

TEST_CASE("logins of two users for one registry are for a person to choose from")
{
    const test::AuthFiles files{R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                                R"({"auths": {"https://a.io": {"auth": "bob:two"}}})"};
    test::Home home;
    files.write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers;
    const auto plan = [&](Hosts hosts) {
        return MigrationPlan(settings, helpers, {.hosts = std::move(hosts)},
                             collect_plain_logins(settings, {}));
    };
    try {
        static_cast<void>(plan({}));
        FAIL("not refused");
    } catch (const Error &error) {
        CHECK(home.shortened(error.what()) == std::string(podmans) +
                                                  " is the login of 'ann', 'https://a.io' in "
                                                  "'~/.docker/config.json' that of 'bob': they are "
                                                  "one registry, and the keyring keeps "
                                                  "one login for it");
    }
    CHECK(plan({"b.io"}).moves().empty()); // not asked for
}

TEST_CASE("Docker Hub stays where docker cannot be told of it")
{
    const auto connect = [](test::Home &home) {
        home.write(".config/containers/podman-connections.json",
                   R"({"Connection": {"Connections": {"vm": {}}}})");
    };
    const char *const hub = R"({"auths": {"https://index.docker.io/v1/": {"auth": "ann:one"}}})";
    const char *const hub_and_more =
        R"({"auths": {"https://index.docker.io/v1/": {"auth": "ann:one"}, "a.io/x": {"auth": "b:c"}}})";
    const std::string moves = "moves: 'https://index.docker.io/v1/' in '~/.docker/config.json'\n";
    judge({{"by credsStore it can", {nullptr, hub}, moves},
           {"beside logins that stay by neither way",
            {nullptr, hub_and_more},
            "stays: 'a.io/x' in '~/.docker/config.json'\nheld: 'https://index.docker.io/v1/' in "
            "'~/.docker/config.json': docker can be told of Docker Hub by credsStore alone while "
            "podman has a connection ('~/.config/containers/podman-connections.json'), and other "
            "logins stay in its file; move those first\n"}},
          connect);
    judge({{"without a connection by its URL",
            {nullptr, hub_and_more},
            moves + "stays: 'a.io/x' in '~/.docker/config.json'\n"}});
}

TEST_CASE("where our helper is named for what moves")
{
    struct Row {
        const char *name;
        test::AuthFiles files;
        std::vector<machine::Tool> tools;
        Hosts containers, containers_to_name, docker, docker_to_name;
    };
    const machine::Tool docker{machine::Family::Docker, "docker", std::nullopt};
    const machine::Tool skopeo{machine::Family::Containers, "skopeo", std::nullopt};
    const char *const one = R"({"auths": {"a.io": {"auth": "ann:one"}}})";
    for (const Row &row :
         {Row{"podman's login, for podman", {one}, {docker}, {"a.io"}, {"a.io"}, {}, {}},
          Row{"docker's, for docker", {nullptr, one}, {docker}, {}, {}, {"a.io"}, {"a.io"}},
          Row{"and for podman, which reads it, where that is there",
              {nullptr, one},
              {skopeo},
              {"a.io"},
              {"a.io"},
              {"a.io"},
              {"a.io"}},
          Row{"not where docker asks ours for all",
              {nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}, "credsStore": "cppsecret"})"},
              {docker},
              {},
              {},
              {"a.io"},
              {}},
          Row{"by the port and the capitals of the login's key",
              {R"({"auths": {"a.io:443": {"auth": "ann:one"}}})",
               R"({"auths": {"https://A.io:443/v1/": {"auth": "ann:one"}}})"},
              {docker, skopeo},
              {"A.io:443", "a.io:443"},
              {"A.io:443", "a.io:443"},
              {"A.io:443"},
              {"A.io:443"}}})
        SUBCASE(row.name)
        {
            test::Home home;
            home.install("docker-credential-cppsecret");
            row.files.write_to(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, row.tools);
            machine::HelperOracle helpers;
            MigrationPlan plan(settings, helpers, {}, collect_plain_logins(settings, {}));
            plan.decide({});
            CHECK(plan.containers_hosts() == row.containers);
            CHECK(plan.containers_hosts_to_name() == row.containers_to_name);
            CHECK(plan.docker_hosts() == row.docker);
            CHECK(plan.docker_hosts_to_name() == row.docker_to_name);
            CHECK(plan.users() == setup::LoginUsers{{"a.io", "ann"}});
        }
}

TEST_CASE("podman needs no name where registries.conf names our helper")
{
    test::Home home;
    home.install("docker-credential-cppsecret-containers");
    home.write(".config/containers/registries.conf.d/zz-cppsecret.conf",
               R"(credential-helpers = ["cppsecret-containers", "containers-auth.json"])");
    test::AuthFiles{R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
    machine::HelperOracle helpers;
    MigrationPlan plan(settings, helpers, {}, collect_plain_logins(settings, {}));
    plan.decide({});
    CHECK(plan.containers_hosts() == Hosts{"a.io"});
    CHECK(plan.containers_hosts_to_name().empty());
}
