// SPDX-License-Identifier: MIT
// docker of each age, when the helper fails that its file names.
#include "machine/model/docker_commands.hpp"
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

using Commands = std::vector<std::string>;

const World with_broken_helper{
    .config = R"({"credsStore":"broken","auths":{"q.io":{"auth":"YW5uOnB3"}}})",
    .helpers = {{"broken", HelperReply::Kind::Failed}}};

} // namespace

TEST_CASE("which commands fail, and what a pull finds")
{
    struct Row {
        Version version;
        Commands fail;
        const char *pull; ///< the end of its search
    };
    const std::vector<Row> rows = {
        {{28, 0}, {"login"}, "ann from /home/ann/.docker/config.json q.io"},
        {{28, 1},
         {"login", "run", "create", "service", "stack"},
         "ann from /home/ann/.docker/config.json q.io"},
        {{28, 5},
         {"login", "push", "compose", "run", "create", "service", "stack"},
         "ann from /home/ann/.docker/config.json q.io"},
        {{29, 0},
         {"login", "pull", "plugin install", "push", "compose", "run", "create", "service",
          "stack"},
         "failed"},
    };
    const Commands all{"login",    "pull",   "plugin install", "push",  "compose",
                       "run",      "create", "service",        "stack", "build",
                       "manifest", "search", "logout"};
    for (const Row &row : rows) {
        const Tool tool{Family::Docker, "docker", row.version};
        CAPTURE(tool.text());
        const authfile::Trace trace = with_broken_helper.find(tool, "q.io");
        CHECK(end_of(trace) == row.pull);
        const machine::DockerCommands commands = commands_after(trace, tool);
        CHECK(commands.fail == row.fail);
        CHECK(commands.fail.size() + commands.go_on.size() == all.size());
    }
}

TEST_CASE("in words")
{
    CHECK(in_words(machine::DockerCommands{}).empty());
    CHECK(in_words(machine::DockerCommands{{"login"}, {"pull", "push"}}) ==
          "while the helper fails: 'docker login' fails; 'docker pull', 'docker push' go on "
          "without it");
}

TEST_CASE("there are no commands unless docker's helper fails")
{
    const World works{.config = R"({"credsStore":"cppsecret"})"};
    CHECK(commands_after(works.find(docker, "q.io"), docker) == machine::DockerCommands{});
    const World of_podman{.conf = {"broken"}, .helpers = {{"broken", HelperReply::Kind::Failed}}};
    CHECK(commands_after(of_podman.find(podman, "q.io"), podman) == machine::DockerCommands{});
}
