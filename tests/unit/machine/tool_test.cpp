// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

TEST_CASE("the tools that --tool and --authfile mean")
{
    struct Row {
        const char *name;
        std::optional<std::string> word, auth_file;
        std::vector<Family> tools;
    };
    for (const Row &row :
         {Row{"neither", {}, {}, {Family::Docker}},
          Row{"containers", "containers", {}, {Family::Containers}},
          Row{"docker", "docker", {}, {Family::Docker}},
          Row{"all", "all", {}, {Family::Containers, Family::Docker}},
          Row{"a file", {}, "/auth.json", {Family::Containers}},
          Row{"a file of podman's", "containers", "/auth.json", {Family::Containers}}})
        SUBCASE(row.name)
        {
            CHECK(chosen_families(row.word, row.auth_file, {Family::Docker}) == row.tools);
        }
    for (const char *word : {"docker", "helm", "cri-o", "ostree", "all"})
        CHECK_THROWS_AS(static_cast<void>(chosen_families(word, "/auth.json", {})), Error);
}

TEST_CASE("what a family does")
{
    CHECK(doing(Family::Containers, "fail on it") == "podman, buildah and skopeo fail on it");
    CHECK(doing(Family::Docker, "fail") == "docker fails");
    CHECK(doing(Family::Crio, "pass it over") == "CRI-O passes it over");
    CHECK(doing(Family::Ostree, "run as root") == "ostree and bootc run as root");
}

TEST_CASE("the version of docker buildx")
{
    struct Row {
        const char *answer;
        std::string text;
    };
    for (const Row &row : {Row{"github.com/docker/buildx v0.31.1 abcdef\n", "buildx 0.31"},
                           Row{"github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4\n", "buildx 0.29"},
                           Row{"github.com/docker/buildx (devel)\n", "buildx"},
                           Row{"podman buildx version 5.8.6\n", "none"}, Row{"", "none"}}) {
        CAPTURE(row.answer);
        const auto tool = buildx_by_answer(row.answer);
        CHECK((tool ? tool->text() : "none") == row.text);
    }
}
