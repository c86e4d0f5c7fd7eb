// SPDX-License-Identifier: MIT
#include "doctor/snapshot.hpp"
#include "keyring/open_keyring.hpp"
#include "setup/drop_in.hpp"
#include "support/keyring_file.hpp"

#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::doctor;

TEST_CASE("a snapshot shows the machine as it is")
{
    test::HomeWithKeyring home;
    home.install("docker-credential-cppsecret", "echo 'docker-credential-cppsecret (cppsecret) 9'");
    home.install("docker-credential-pass");
    test::AuthFiles{.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                    .docker = R"({"credHelpers": {"b.io": "pass", "c.io": "absent"}})"}
        .write_to(home);
    home.write(".config/containers/registries.conf.d/zz-cppsecret.conf",
               setup::drop_in_text(false));
    keyring::open_keyring()->store({"https://d.io", "bob", SecretString(std::string_view("two"))});

    const Snapshot snapshot = take_snapshot(std::nullopt);
    CHECK(snapshot.has_in_keyring("d.io:443"));
    CHECK_FALSE(snapshot.has_in_keyring("a.io")); // but in a file
    CHECK(snapshot.registries.size() == 1);
    REQUIRE(snapshot.registries.front().problem);
    CHECK(snapshot.registries.front().problem->cause ==
          "'docker-credential-cppsecret-containers' is not in PATH");
    CHECK(snapshot.earlier_drop_in.empty());
    CHECK(snapshot.programs.our_helpers.at(0).path == home / "bin/docker-credential-cppsecret");
    CHECK(snapshot.programs.our_helpers.at(0).version.output.ends_with(" 9\n"));
    CHECK_FALSE(snapshot.programs.our_helpers.at(1).path);
    CHECK(snapshot.logins.size() == 3); // "pass" was not asked, and counts as having one
}

TEST_CASE("what a variable hides is looked at too")
{
    test::Home home;
    test::AuthFiles{.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    home.write("other/config.json", "{}");
    CHECK_FALSE(take_snapshot(std::nullopt).files.hidden_primary);
    const test::Variable variable("DOCKER_CONFIG", home / "other");
    const Snapshot snapshot = take_snapshot(std::nullopt);
    REQUIRE(snapshot.files.hidden_primary);
    CHECK(snapshot.files.hidden_primary->location.path == home / "run/containers/auth.json");
    CHECK(snapshot.files.docker->location.path == home / "other/config.json");
    CHECK_FALSE(take_snapshot(home / "mine.json").files.hidden_primary);
}
