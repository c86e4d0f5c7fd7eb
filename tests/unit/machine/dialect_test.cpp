// SPDX-License-Identifier: MIT
// Each behaviour on both sides of the version that brought it.
#include "machine/model/dialect.hpp"

#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::machine;

namespace {

Tool tool(const char *name, std::optional<Version> version)
{
    return {name == std::string("docker") ? Family::Docker : Family::Containers, name, version};
}

} // namespace

TEST_CASE("what a version of a tool does")
{
    struct Row {
        const char *name;
        std::optional<Version> version;
        /// named file alone, needs a given one, bears that one of a variable is missing, counts
        /// empty settings, byte order mark, DOCKER_AUTH_CONFIG
        Dialect dialect;
    };
    const std::vector<Row> rows = {
        {"podman", Version{4, 3}, {false, true, false, false, false, false}},
        {"podman", Version{4, 4}, {true, true, false, true, false, false}},
        {"podman", Version{4, 5}, {true, true, false, true, false, false}},
        {"podman", Version{4, 6}, {true, true, false, true, true, false}},
        {"podman", Version{4, 7}, {true, true, true, true, true, false}},
        {"podman", Version{5, 8}, {true, true, true, true, true, false}},
        {"podman", Version{3, 9}, {false, true, false, false, false, false}},
        {"podman", std::nullopt, {true, true, true, true, true, false}},
        {"buildah", Version{1, 28}, {false, true, false, false, false, false}},
        {"buildah", Version{1, 29}, {true, true, false, true, false, false}},
        {"skopeo", Version{1, 10}, {false, false, true, false, false, false}},
        {"skopeo", Version{1, 11}, {true, false, true, true, false, false}},
        {"buildah", Version{1, 31}, {true, true, false, true, true, false}},
        {"skopeo", Version{1, 13}, {true, false, true, true, true, false}},
        {"skopeo", std::nullopt, {true, false, true, true, true, false}},
        {"docker", Version{28, 2}, {false, false, false, false, false, false}},
        {"docker", Version{28, 3}, {false, false, false, false, false, true}},
        {"docker", Version{29, 0}, {false, false, false, false, false, true}},
        {"docker", Version{20, 10}, {false, false, false, false, false, false}},
        {"docker", std::nullopt, {false, false, false, false, false, true}},
    };
    for (const Row &row : rows) {
        CAPTURE(tool(row.name, row.version).text());
        CHECK(dialect_of(tool(row.name, row.version)) == row.dialect);
    }
}

TEST_CASE("a tool by its answer to --version")
{
    struct Row {
        const char *program, *answer, *text;
        Family family;
    };
    const std::vector<Row> rows = {
        {"podman", "podman version 4.3.1\n", "podman 4.3", Family::Containers},
        {"podman", "podman version 6.0.0-rc1\n", "podman 6.0", Family::Containers},
        {"buildah", "buildah version 1.28.2 (image-spec 1.0.2, runtime-spec 1.0.2)\n",
         "buildah 1.28", Family::Containers},
        {"skopeo", "skopeo version 1.9.3\n", "skopeo 1.9", Family::Containers},
        {"docker", "Docker version 28.2.2, build e6534b4\n", "docker 28.2", Family::Docker},
        {"docker", "Docker version 20.10.24+dfsg1, build 297e128\n", "docker 20.10",
         Family::Docker},
        // the wrapper of podman-docker
        {"docker", "podman version 5.4.2\n", "podman 5.4", Family::Containers},
        {"docker", "", "docker", Family::Docker},
        {"podman", "podman version five\n", "podman", Family::Containers},
        {"podman", "podman version 5\n", "podman", Family::Containers},
        {"skopeo", "Docker version 28.2.2\n", "skopeo", Family::Containers},
    };
    for (const Row &row : rows) {
        CAPTURE(row.answer);
        const Tool found = tool_by_answer(row.program, row.answer);
        CHECK(found.text() == row.text);
        CHECK(found.family == row.family);
    }
}

TEST_CASE("the tools of a family, and who stands for one that is not there")
{
    const Tool skopeo = tool("skopeo", Version{1, 9});
    CHECK(tools_of(Family::Containers, {skopeo}) == std::vector{skopeo});
    CHECK(tools_of(Family::Containers, {}) == std::vector{tool("podman", std::nullopt)});
    CHECK(tools_of(Family::Docker, {skopeo}) == std::vector{tool("docker", std::nullopt)});
    CHECK(families_of({skopeo}) == std::vector{Family::Containers});
    CHECK(families_of({tool("docker", std::nullopt), skopeo}) ==
          std::vector{Family::Containers, Family::Docker});
    CHECK(families_of({}).empty());
    CHECK(note_on_versions({skopeo}).empty());
    CHECK(note_on_versions({skopeo, tool("podman", std::nullopt)}) ==
          "cannot determine the version of podman; assuming the newest");
    CHECK(in_words({tool("podman", Version{4, 3}), skopeo}) == "podman 4.3, skopeo 1.9");
}

TEST_CASE("the families that --tool means")
{
    using Families = std::vector<Family>;
    const Families both{Family::Containers, Family::Docker};
    CHECK(chosen_families(std::nullopt, std::nullopt, {Family::Docker}) ==
          Families{Family::Docker});
    CHECK(chosen_families("all", std::nullopt, {}) == both);
    CHECK(chosen_families("docker", std::nullopt, both) == Families{Family::Docker});
    CHECK(chosen_families("containers", std::nullopt, both) == Families{Family::Containers});
    CHECK(chosen_families(std::nullopt, "/a", both) == Families{Family::Containers});
    CHECK(chosen_families("containers", "/a", both) == Families{Family::Containers});
    CHECK_THROWS_WITH(static_cast<void>(chosen_families("docker", "/a", both)),
                      "docker has no --authfile, so it goes with '--tool containers' only");
    CHECK_THROWS(static_cast<void>(chosen_families("all", "/a", both)));
}
