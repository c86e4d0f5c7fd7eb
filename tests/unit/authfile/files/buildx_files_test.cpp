// SPDX-License-Identifier: MIT
#include "authfile/files/buildx_files.hpp"
#include "support/home.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

std::vector<std::string> scopes(const Environment &environment)
{
    std::vector<std::string> all;
    for (const Location &location : buildx_locations(environment)) {
        CHECK(location.role == Role::Buildx);
        all.push_back(location.scope);
    }
    return all;
}

} // namespace

TEST_CASE("the images that a folder of buildx is for")
{
    // as LoadAuthConfig() of buildx 2026-08 was seen to take them
    struct Row {
        const char *folder, *words, *image;
        bool at_pull, at_push;
    };
    for (const Row &row : {
             Row{"q.io", "'q.io'", "q.io/team/app", true, true},
             Row{"q.io", "'q.io'", "q.io", true, true},
             Row{"q.io", "'q.io'", "q.io.example/app", false, false},
             Row{"q.io/team/app", "'q.io/team/app'", "q.io/team/app", true, true},
             Row{"q.io/team/app", "'q.io/team/app'", "q.io/team/app/deep", false, false},
             Row{"q.io/team/app", "'q.io/team/app'", "q.io/team", false, false},
             Row{"q.io/team/app", "'q.io/team/app'", "q.io", false, false},
             Row{"q.io@push", "pushes to 'q.io'", "q.io/app", false, true},
             Row{"q.io/app@pull", "'q.io/app'", "q.io/app", true, true},
             Row{"q.io/app@pull, push,", "pushes to 'q.io/app'", "q.io/app", false, true},
             Row{"q.io/app@delete", "'q.io/app'", "q.io/app", false, false},
             Row{"registry-1.docker.io", "'docker.io'", "docker.io/library/app", true, true},
             Row{"registry-1.docker.io/ann/app", "'docker.io/ann/app'", "docker.io/ann/app", true,
                 true},
             Row{"docker.io", "", "docker.io/library/app", false, false},
             Row{"index.docker.io/ann/app", "", "docker.io/ann/app", false, false},
             Row{"@push", "", "q.io", false, false},
             Row{"", "", "q.io", false, false},
         }) {
        CAPTURE(std::string(row.folder));
        CAPTURE(std::string(row.image));
        const BuildxScope scope = parse_buildx_scope(row.folder);
        CHECK(scope.in_words() == row.words);
        CHECK(scope.is_for(row.image, Transfer::Pull) == row.at_pull);
        CHECK(scope.is_for(row.image, Transfer::Push) == row.at_push);
    }
    CHECK(parse_buildx_scope("docker.io/ann").is_hub_by_another_name());
    CHECK_FALSE(parse_buildx_scope("registry-1.docker.io").is_hub_by_another_name());
    CHECK_FALSE(parse_buildx_scope("q.io").is_hub_by_another_name());
}

TEST_CASE("the files of buildx")
{
    test::Home home;
    Environment environment = environment_of_process();
    CHECK(scopes(environment).empty());
    for (const char *file : {"q.io/config.json", "q.io/team/app@push/config.json",
                             "q.io/team/other.json", "r.io/config.json/config.json"})
        home.write(std::string(".docker/buildx/config/") + file, "{}");
    home.write("elsewhere/config.json", "{}");
    std::filesystem::create_symlink(home / "elsewhere", home / ".docker/buildx/config/s.io");
    std::filesystem::create_directory(home / ".docker/buildx/config/t.io");
    std::filesystem::create_symlink(home / "elsewhere/config.json",
                                    home / ".docker/buildx/config/t.io/config.json");
    CHECK(scopes(environment) ==
          std::vector<std::string>{"q.io", "q.io/team/app@push", "r.io/config.json", "t.io"});
    CHECK(buildx_locations(environment).front().path ==
          home / ".docker/buildx/config/q.io/config.json");
    environment.docker_config = home / "d";
    CHECK(scopes(environment).empty());
    home.write("d/buildx/config/u.io/config.json", "{}");
    CHECK(scopes(environment) == std::vector<std::string>{"u.io"});
    environment.buildx_config = home / ".docker/buildx";
    CHECK(scopes(environment).size() == 4);
    std::filesystem::create_directory(home / "linked");
    std::filesystem::create_symlink(home / ".docker/buildx/config", home / "linked/config");
    environment.buildx_config = home / "linked";
    CHECK(scopes(environment).empty());
}
