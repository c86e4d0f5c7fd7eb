// SPDX-License-Identifier: MIT
// The search of each tool, by its dialect, on small machines.
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

using Kind = HelperReply::Kind;

void name_auth_file(machine::ToolFacts &facts)
{
    facts.environment.auth_file = auth_json;
}

void give_auth_file(machine::ToolFacts &facts)
{
    facts.auth_file = auth_json;
}

void name_docker_config(machine::ToolFacts &facts)
{
    facts.environment.docker_config = "/home/ann/.docker";
}

} // namespace

TEST_CASE("a file that is named on purpose and is not there")
{
    const std::string login = auths("q.io");
    const std::string from_docker = std::string("ann from ") + config_json + " q.io";
    struct Row {
        const char *name;
        void (*change)(machine::ToolFacts &);
        Tool tool;
        std::string end;
    };
    const Tool old_skopeo{Family::Containers, "skopeo", Version{1, 9}};
    const std::vector<Row> rows = {
        {"not named", nullptr, podman, from_docker},
        {"REGISTRY_AUTH_FILE", name_auth_file, podman, "none"},
        {"REGISTRY_AUTH_FILE", name_auth_file, old_podman, "failed"},
        {"REGISTRY_AUTH_FILE", name_auth_file, buildah, "failed"},
        {"REGISTRY_AUTH_FILE", name_auth_file, skopeo, "none"},
        {"REGISTRY_AUTH_FILE", name_auth_file, old_skopeo, from_docker},
        {"REGISTRY_AUTH_FILE", name_auth_file, docker, from_docker},
        {"--authfile", give_auth_file, podman, "failed"},
        {"--authfile", give_auth_file, skopeo, "none"},
        {"DOCKER_CONFIG names a folder", name_docker_config, podman, "none"},
        {"DOCKER_CONFIG names a folder", name_docker_config, old_podman, from_docker},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        CAPTURE(row.tool.text());
        const World world{.config = login, .change = row.change};
        CHECK(end_of(world.find(row.tool, "q.io")) == row.end);
    }
    const World world{.config = login, .change = name_auth_file};
    const authfile::Trace trace = world.find(podman, "q.io");
    CHECK(place_of(trace.steps.front()).find(auth_json) != std::string::npos);
}

TEST_CASE("what our helper cannot say is not the same as nothing")
{
    struct Row {
        const char *name;
        Kind kind;
        std::string containers, docker;
    };
    const std::string from_docker = std::string("ann from ") + config_json + " q.io";
    const std::vector<Row> rows = {
        {"it has none", Kind::None, from_docker, "none"},
        {"its keyring is locked", Kind::Unknown, "unknown", "unknown"},
        {"it is broken", Kind::Failed, "failed", from_docker},
        {"it has one", Kind::Login, "of-cppsecret by cppsecret q.io",
         "of-cppsecret by cppsecret q.io"},
    };
    const std::string config =
        R"({"credHelpers":{"q.io":"cppsecret"},"auths":{"q.io":{"auth":"YW5uOnB3"}}})";
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const World world{.auth = cred_helpers("q.io"),
                          .config = row.kind == Kind::None ? auths("q.io") : "absent",
                          .helpers = {{"cppsecret", row.kind}}};
        CHECK(end_of(world.find(podman, "q.io")) == row.containers);
        const World dockers{.config = config, .helpers = {{"cppsecret", row.kind}}};
        CHECK(end_of(dockers.find(docker, "q.io")) == row.docker);
    }
    const World locked{.auth = cred_helpers("q.io"), .helpers = {{"cppsecret", Kind::Unknown}}};
    const authfile::Trace trace = locked.find(podman, "q.io");
    CHECK(summary_of(trace) == "not known: it is locked");
    CHECK(result_of(trace.steps.back()) ==
          "'docker-credential-cppsecret' may have a login: it is locked");
}

TEST_CASE("DOCKER_AUTH_CONFIG, by the age of docker")
{
    const Tool old_docker{Family::Docker, "docker", Version{28, 2}};
    const World world{.config = "absent", .auth_config = auths("q.io")};
    CHECK(end_of(world.find(docker, "q.io")) == "ann from  q.io");
    CHECK(end_of(world.find(old_docker, "q.io")) == "none");
    CHECK(end_of(world.find(podman, "q.io")) == "none");
    const World path{.auth_config = "/run/secrets/config.json"};
    CHECK(path.find(docker, "q.io").steps.front().detail.find("the JSON itself") !=
          std::string::npos);
}

TEST_CASE("docker from the snap runs no helper, whatever is in PATH")
{
    const World named{.config = R"({"credsStore":"cppsecret"})",
                      .tools = {podman, docker_of_snap},
                      .keyring = {{"q.io", "ann"}}};
    CHECK(end_of(named.find(docker, "q.io")) == "ann by cppsecret q.io");
    CHECK(end_of(named.find(docker_of_snap, "q.io")) == "none");
    CHECK(end_of(named.find({Family::Docker, "docker", Version{29, 0}, true}, "q.io")) == "failed");
    const World detected{.tools = {podman, docker_of_snap},
                         .detected = "secretservice",
                         .helpers = {{"secretservice", Kind::Login}}};
    CHECK(end_of(detected.find(docker_of_snap, "q.io")) == "none");
}

TEST_CASE("registries.conf that no tool can read, and one that only new ones refuse")
{
    const World broken{.auth = auths("q.io"), .conf_problem = "line 1: it is broken"};
    CHECK(end_of(broken.find(podman, "q.io")) == "failed");
    CHECK(broken.find(podman, "q.io").steps.front().detail == "line 1: it is broken");
    CHECK(end_of(broken.find(old_podman, "q.io")) == "failed");
    CHECK(end_of(broken.find(docker, "q.io")) == "none");
    const World mixed{.auth = auths("q.io"), .change = [](machine::ToolFacts &facts) {
                          facts.registries.front().problem = Error(Errc::Input, "two versions");
                      }};
    CHECK(end_of(mixed.find(podman, "q.io")) == "failed");
    CHECK(end_of(mixed.find(old_podman, "q.io")) == std::string("ann from ") + auth_json + " q.io");
}

TEST_CASE("tools of a family with equal answers are one, others apart")
{
    const auto titles = [](const World &world, Family family) {
        std::string text;
        for (const machine::FamilyTrace &search :
             find_logins(family, "q.io", world.settings(), world.ask()))
            text += search.title() + ": " + end_of(search.trace) + "; ";
        return text;
    };
    const std::string login = auths("q.io");
    CHECK(titles({.config = login}, Family::Containers) ==
          std::string("containers: ann from ") + config_json + " q.io; ");
    CHECK(titles({.config = login, .change = name_auth_file}, Family::Containers) ==
          "podman 5.4, skopeo 1.18: none; buildah 1.39: failed; ");
    CHECK(titles({.config = login, .tools = {old_podman, buildah}, .change = name_docker_config},
                 Family::Containers) ==
          std::string("podman 4.3: ann from ") + config_json + " q.io; buildah 1.39: none; ");
    CHECK(titles({.config = login}, Family::Docker) ==
          std::string("docker: ann from ") + config_json + " q.io; ");
    CHECK(titles({.config = login, .tools = {}}, Family::Containers) ==
          std::string("containers: ann from ") + config_json + " q.io; ");
}

TEST_CASE("where a family asks for an image")
{
    const auto places = [](Family family, const char *image, void (*change)(machine::ToolFacts &)) {
        std::string text;
        const World world{.change = change};
        for (const machine::ImageSearch &found :
             find_logins(family, *ImageReference::parse(image), world.settings(), world.ask()))
            text += found.place.name + (end_of(found.search.trace) == "failed" ? " fails; " : "; ");
        return text;
    };
    const auto moved = [](machine::ToolFacts &facts) {
        for (machine::RegistriesReading &reading : facts.registries)
            if (reading.dialect.counts_empty_settings) // not the old one
                reading.conf.registries = authfile::parse_registry_entries(
                    "[[registry]]\nlocation = \"r.io\"\nprefix = \"q.io\"", "c", false);
    };
    const auto chosen = [](machine::ToolFacts &facts) {
        facts.chosen_aliases.aliases = {{"app", "q.io/team/app", {}}};
    };
    const auto broken = [](machine::ToolFacts &facts) {
        facts.chosen_aliases.problem = "it is broken";
    };
    CHECK(places(Family::Containers, "q.io/app", nullptr) == "q.io/app; ");
    CHECK(places(Family::Containers, "q.io/app", moved) == "r.io/app; ");
    CHECK(places(Family::Docker, "q.io/app", moved) == "q.io/app; ");
    CHECK(places(Family::Containers, "app", chosen) ==
          "q.io/team/app; docker.io/library/app; "); // skopeo's
    CHECK(places(Family::Docker, "app", chosen) == "docker.io/library/app; ");
    CHECK(places(Family::Containers, "app", broken) == "app fails; docker.io/library/app; ");
    // a registries.conf that the old one reads in another way
    const World mixed{.tools = {old_podman, skopeo}, .change = moved};
    std::string titles;
    for (const machine::ImageSearch &found : find_logins(
             Family::Containers, *ImageReference::parse("q.io/app"), mixed.settings(), mixed.ask()))
        titles += found.search.title() + " at " + found.place.name + "; ";
    CHECK(titles == "podman 4.3 at q.io/app; skopeo 1.18 at r.io/app; ");
}
