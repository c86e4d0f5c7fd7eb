// SPDX-License-Identifier: MIT
#include "authfile/lookup/trace_text.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/find_login.hpp"
#include "machine/read_settings.hpp"
#include "support/home.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

namespace {

const Tool podman{Family::Containers, "podman", std::nullopt};
const Tool docker{Family::Docker, "docker", std::nullopt};

authfile::HelperReply no_login(const std::string & /*helper*/, const std::string & /*key*/)
{
    return authfile::HelperReply::none();
}

/// The user of the login that a tool finds; "none", or "failed".
std::string user_of(const ToolSettings &settings, const Tool &tool, const std::string &key)
{
    const auto answer = find_login(tool, key, settings, no_login).answer;
    return answer.username.empty() ? word_for(answer.outcome) : answer.username;
}

} // namespace

TEST_CASE("each family of tools reads its own files")
{
    test::Home home;
    test::AuthFiles{.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
                    .docker =
                        R"({"auths": {"a.io": {"auth": "bob:two"}, "b.io": {"auth": "eve:x"}}})"}
        .write_to(home);
    const ToolSettings settings = read_settings(std::nullopt, {podman, docker});
    CHECK(user_of(settings, podman, "a.io") == "ann");
    CHECK(user_of(settings, docker, "a.io") == "bob");
    CHECK(user_of(settings, podman, "b.io") == "eve");
    CHECK(user_of(settings, docker, "c.io") == "none");
    CHECK(settings.containers_files().size() == 4);
    CHECK(settings.own_files(Family::Helm).size() == 1);
    CHECK(settings.own_files(Family::Ostree).size() == 3);
}

TEST_CASE("DOCKER_CONFIG that names a file, below which there can be none")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    const test::Variable variable("DOCKER_CONFIG", home / ".docker/config.json");
    const ToolSettings settings = read_settings(std::nullopt, {podman, docker});
    CHECK(user_of(settings, podman, "a.io") == "failed");
    CHECK(user_of(settings, docker, "a.io") == "none"); // it says so, and goes on
    REQUIRE(settings.docker_file().problem);
    CHECK(settings.docker_file().problem->subject() == home / ".docker/config.json");
}

TEST_CASE("the helper that docker finds by itself")
{
    struct Row {
        const char *name;
        std::vector<const char *> programs;
        const char *helper;
    };
    for (const Row &row :
         {Row{"none", {}, ""},
          Row{"the desktop's", {"docker-credential-secretservice"}, "secretservice"},
          Row{"pass",
              {"pass", "docker-credential-pass", "docker-credential-secretservice"},
              "pass"},
          Row{"pass without a helper", {"pass", "docker-credential-secretservice"}, ""}})
        SUBCASE(row.name)
        {
            test::Home home;
            for (const char *program : row.programs)
                home.install(program);
            CHECK(read_settings(std::nullopt, {}).detected_store() == row.helper);
        }
}

TEST_CASE("a registries.conf that cannot be read leaves podman without a login, not docker")
{
    test::Home home;
    home.write(".config/containers/registries.conf", "=");
    test::AuthFiles{.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    const ToolSettings settings = read_settings(std::nullopt, {podman, docker});
    CHECK(settings.conf_problem());
    CHECK(user_of(settings, podman, "a.io") == "failed");
    CHECK(user_of(settings, docker, "a.io") == "ann");
}

TEST_CASE("where an image without a registry is looked for: skopeo knows Docker Hub alone")
{
    test::Home home;
    home.write(".config/containers/registries.conf",
               "unqualified-search-registries = [\"a.io\", \"b.io\"]\n[aliases]\n\"known\" = "
               "\"c.io/team/known\"\n");
    const ToolSettings settings = read_settings(std::nullopt, {podman, docker});
    const auto places = [&settings](Family family, const char *image) {
        std::string text;
        HelperOracle helpers({{}, {}}, Others::LeaveAlone);
        for (const ImageSearch &found :
             find_logins(family, ImageReference::parse(image).value(), settings, helpers.ask()))
            text += found.place.name + " ";
        return text;
    };
    CHECK(places(Family::Containers, "other") == "a.io/other b.io/other docker.io/library/other ");
    CHECK(places(Family::Containers, "known") == "c.io/team/known docker.io/library/known ");
    CHECK(places(Family::Containers, "e.io/x") == "e.io/x ");
    CHECK(places(Family::Docker, "other") == "docker.io/library/other ");
}

TEST_CASE("docker from the snap is judged by the file that it reads")
{
    test::Home home;
    test::AuthFiles{.docker = R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    home.write("snap/docker/current/.docker/config.json",
               R"({"auths": {"b.io": {"auth": "Ym9iOnR3bw=="}}})"); // bob:two
    Tool snap = docker;
    snap.is_from_snap = true;
    const ToolSettings settings = read_settings(std::nullopt, {podman, snap});
    CHECK(user_of(settings, snap, "a.io") == "none");
    CHECK(user_of(settings, snap, "b.io") == "bob");
    CHECK(user_of(settings, podman, "a.io") == "ann");
    CHECK(user_of(settings, podman, "b.io") == "none");
}
