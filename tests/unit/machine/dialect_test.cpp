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
        bool Dialect::*behaviour;
        const char *name;
        std::vector<Version> with;
        std::vector<Version> without;
        bool of_unknown = true; ///< whether one whose version is not known does so
    };
    using D = Dialect;
    const std::vector<Row> rows = {
        {&D::searches_named_file_alone, "podman", {{4, 4}, {5, 8}}, {{3, 9}, {4, 3}}},
        {&D::searches_named_file_alone, "buildah", {{1, 29}}, {{1, 28}}},
        {&D::keeps_auth_file_with_docker_config, "skopeo", {{1, 9}, {1, 23}}, {}},
        {&D::searches_named_file_alone, "skopeo", {{1, 11}}, {{1, 10}}},
        {&D::needs_given_file, "podman", {{3, 9}, {6, 0}}, {}},
        {&D::needs_given_file, "buildah", {{1, 28}, {1, 44}}, {}},
        {&D::needs_given_file, "skopeo", {}, {{1, 9}, {1, 23}}, false},
        {&D::bears_missing_file, "podman", {{4, 7}}, {{4, 6}}},
        {&D::bears_missing_file, "buildah", {}, {{1, 28}, {1, 44}}, false},
        {&D::bears_missing_file, "skopeo", {{1, 9}, {1, 23}}, {}},
        {&D::writes_docker_format, "podman", {{4, 8}, {5, 8}}, {{4, 3}, {4, 7}}},
        {&D::writes_docker_format, "buildah", {{1, 33}, {1, 43}}, {{1, 28}, {1, 32}}},
        {&D::writes_docker_format, "skopeo", {{1, 14}, {1, 22}}, {{1, 9}, {1, 13}}},
        {&D::counts_empty_settings, "podman", {{4, 4}}, {{4, 3}}},
        {&D::counts_empty_settings, "buildah", {{1, 29}}, {{1, 28}}},
        {&D::counts_empty_settings, "skopeo", {{1, 11}}, {{1, 10}}},
        {&D::takes_byte_order_mark, "podman", {{4, 6}}, {{4, 5}}},
        {&D::takes_byte_order_mark, "buildah", {{1, 31}}, {{1, 30}}},
        {&D::takes_byte_order_mark, "skopeo", {{1, 13}}, {{1, 12}}},
        {&D::bears_dangling_link, "podman", {{5, 4}, {5, 8}}, {{4, 3}, {5, 3}}},
        {&D::bears_dangling_link, "buildah", {{1, 39}}, {{1, 38}}},
        {&D::bears_dangling_link, "skopeo", {{1, 18}, {1, 22}}, {{1, 9}, {1, 17}}},
        {&D::has_podman_6_layout, "podman", {{6, 0}, {6, 1}}, {{5, 8}}},
        {&D::has_podman_6_layout, "buildah", {{1, 44}}, {{1, 43}}},
        {&D::has_podman_6_layout, "skopeo", {{1, 23}}, {{1, 22}}},
        {&D::reads_variable, "podman", {{4, 3}, {6, 0}}, {}},
        {&D::reads_variable, "buildah", {{1, 28}, {1, 44}}, {}},
        {&D::reads_variable, "skopeo", {{1, 23}}, {{1, 9}, {1, 22}}},
        {&D::reads_old_variable, "podman", {{4, 3}, {5, 8}}, {{6, 0}}, false},
        {&D::reads_old_variable, "buildah", {}, {{1, 28}}, false},
        {&D::passes_over_variable_at_login, "buildah", {{1, 28}, {1, 43}}, {{1, 44}}, false},
        {&D::passes_over_variable_at_login, "podman", {}, {{4, 3}, {6, 0}}, false},
        {&D::reads_auth_config, "docker", {{28, 3}, {29, 0}}, {{20, 10}, {28, 2}}},
        {&D::fails_to_run, "docker", {{28, 1}, {29, 0}}, {{26, 1}, {28, 0}}},
        {&D::fails_to_push, "docker", {{28, 5}, {29, 0}}, {{28, 4}}},
        {&D::fails_to_pull, "docker", {{29, 0}, {29, 7}}, {{28, 5}}},
    };
    for (const Row &row : rows) {
        CAPTURE(&row - rows.data());
        for (const Version &version : row.with)
            CHECK(dialect_of(tool(row.name, version)).*row.behaviour);
        for (const Version &version : row.without)
            CHECK_FALSE(dialect_of(tool(row.name, version)).*row.behaviour);
        CHECK(dialect_of(tool(row.name, std::nullopt)).*row.behaviour == row.of_unknown);
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

TEST_CASE("docker from the snap is known by its path")
{
    CHECK(is_path_of_snap("/snap/bin/docker"));
    CHECK(is_path_of_snap("/var/lib/snapd/snap/bin/docker"));
    CHECK_FALSE(is_path_of_snap("/usr/bin/docker"));
    CHECK_FALSE(is_path_of_snap("/home/ann/snap/docker"));
    CHECK(Tool{Family::Docker, "docker", Version{28, 4}, true}.text() == "docker 28.4 (snap)");
}

TEST_CASE("the families that --tool means")
{
    using Families = std::vector<Family>;
    const Families both{Family::Containers, Family::Docker};
    CHECK(chosen_families(std::nullopt, std::nullopt, {Family::Docker}) ==
          Families{Family::Docker});
    CHECK(chosen_families("all", std::nullopt, {}) == both);
    CHECK(chosen_families("all", std::nullopt, {Family::Helm}) ==
          Families{Family::Containers, Family::Docker, Family::Helm});
    CHECK(chosen_families("helm", std::nullopt, both) == Families{Family::Helm});
    CHECK(chosen_families("cri-o", std::nullopt, both) == Families{Family::Crio});
    CHECK(chosen_families("ostree", std::nullopt, both) == Families{Family::Ostree});
    CHECK_THROWS_WITH(static_cast<void>(chosen_families("helm", "/a", both)),
                      "helm has no --authfile, so it goes with '--tool containers' only");
    CHECK(chosen_families("docker", std::nullopt, both) == Families{Family::Docker});
    CHECK(chosen_families("containers", std::nullopt, both) == Families{Family::Containers});
    CHECK(chosen_families(std::nullopt, "/a", both) == Families{Family::Containers});
    CHECK(chosen_families("containers", "/a", both) == Families{Family::Containers});
    CHECK_THROWS_WITH(static_cast<void>(chosen_families("docker", "/a", both)),
                      "docker has no --authfile, so it goes with '--tool containers' only");
    CHECK_THROWS(static_cast<void>(chosen_families("all", "/a", both)));
}
