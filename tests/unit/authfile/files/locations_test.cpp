// SPDX-License-Identifier: MIT
#include "authfile/files/locations.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::authfile;

namespace {

Environment at_home()
{
    Environment environment;
    environment.home = "/home/u";
    environment.uid = 1000;
    environment.runtime_dir = "/run/user/1000";
    return environment;
}

std::vector<std::string> paths(const std::vector<Location> &locations)
{
    std::vector<std::string> result;
    for (const Location &location : locations)
        result.push_back(location.path);
    return result;
}

} // namespace

TEST_CASE("a file has one path, whatever leads to it")
{
    const cppsecret::test::TemporaryFolder folder;
    const std::string top = std::filesystem::canonical(folder.path());
    std::filesystem::create_directory(top + "/real");
    std::filesystem::create_directory_symlink("real", top + "/link");
    std::ofstream(top + "/real/file") << "{}";
    std::filesystem::create_symlink("real/file", top + "/direct");
    std::filesystem::create_symlink("real/none", top + "/dangling");
    for (const char *spelling :
         {"/real/file", "/real//file", "/link/file", "/link/../real/./file", "/direct"})
        CHECK(canonical_path(top + spelling) == top + "/real/file");
    for (const char *spelling : {"/real/none", "/link/none", "/dangling"})
        CHECK(canonical_path(top + spelling) == top + "/real/none");
    CHECK(canonical_path(top + "/none/../nothing/file") == top + "/nothing/file");
    CHECK(canonical_path(std::filesystem::relative(top + "/link/file")) == top + "/real/file");
}

TEST_CASE("podman, buildah and skopeo read these files in this order")
{
    using Paths = std::vector<std::string>;
    Environment environment = at_home();
    std::optional<std::string> explicit_file;
    Paths wanted;
    SUBCASE("by default")
    {
        wanted = {"/run/user/1000/containers/auth.json", "/home/u/.config/containers/auth.json",
                  "/home/u/.docker/config.json", "/home/u/.dockercfg"};
    }
    SUBCASE("with --authfile")
    {
        explicit_file = "/tmp/a.json";
        environment.auth_file = "/tmp/b.json";
        wanted = {"/tmp/a.json", "/home/u/.config/containers/auth.json",
                  "/home/u/.docker/config.json", "/home/u/.dockercfg"};
    }
    SUBCASE("with REGISTRY_AUTH_FILE")
    {
        environment.auth_file = "/tmp/b.json";
        wanted = {"/tmp/b.json", "/home/u/.config/containers/auth.json",
                  "/home/u/.docker/config.json", "/home/u/.dockercfg"};
    }
    SUBCASE("with DOCKER_CONFIG, whose file comes first and only once")
    {
        environment.docker_config = "/home/u/dc/";
        wanted = {"/home/u/dc/config.json", "/home/u/.config/containers/auth.json",
                  "/home/u/.dockercfg"};
    }
    SUBCASE("with both, REGISTRY_AUTH_FILE comes first")
    {
        environment.docker_config = "/home/u/dc";
        environment.auth_file = "/tmp/b.json";
        wanted = {"/tmp/b.json", "/home/u/.config/containers/auth.json", "/home/u/dc/config.json",
                  "/home/u/.dockercfg"};
    }
    SUBCASE("without XDG_RUNTIME_DIR")
    {
        environment.runtime_dir.reset();
        wanted = {"/run/containers/1000/auth.json", "/home/u/.config/containers/auth.json",
                  "/home/u/.docker/config.json", "/home/u/.dockercfg"};
    }
    SUBCASE("with an XDG_RUNTIME_DIR that is not there")
    {
        environment.is_runtime_dir_missing = true;
        wanted = {"/home/u/.config/containers/auth.json", "/home/u/.docker/config.json",
                  "/home/u/.dockercfg"};
        CHECK_FALSE(primary_location(environment));
    }
    SUBCASE("with XDG_CONFIG_HOME, even a relative one")
    {
        environment.config_home = "xdg";
        wanted = {"/run/user/1000/containers/auth.json", "xdg/containers/auth.json",
                  "/home/u/.docker/config.json", "/home/u/.dockercfg"};
    }
    CHECK(paths(containers_locations(environment, explicit_file)) == wanted);
}

TEST_CASE("each file has its format and its role")
{
    const auto locations = containers_locations(at_home());
    REQUIRE(locations.size() == 4);
    CHECK(locations[0].role == Role::Primary);
    CHECK(locations[1].role == Role::Persistent);
    CHECK(locations[2].role == Role::Docker);
    CHECK(locations[2].format == Format::DockerConfig);
    CHECK(locations[3].format == Format::LegacyDocker);
    Environment environment = at_home();
    environment.docker_config = "/dc";
    CHECK(primary_location(environment)->format == Format::DockerConfig);
    CHECK(primary_location(environment)->role == Role::Primary);
}

TEST_CASE("docker reads one file alone")
{
    Environment environment = at_home();
    CHECK(docker_location(environment).path == "/home/u/.docker/config.json");
    environment.auth_file = "/tmp/b.json";
    environment.config_home = "/home/u/cfg";
    CHECK(docker_location(environment).path == "/home/u/.docker/config.json");
    environment.docker_config = "/dc";
    CHECK(docker_location(environment).path == "/dc/config.json");
}

TEST_CASE("a path that a shell would have made another is refused, with what was meant")
{
    const auto problem = [](const Environment &environment,
                            const std::optional<std::string> &explicit_file = std::nullopt) {
        const auto found = find_quoted_path(environment, explicit_file);
        return found ? std::string(found->what()) + "; " + found->hint() : std::string();
    };
    struct Row {
        const char *value, *problem;
    };
    for (const Row &row : {
             Row{"/a", ""},
             Row{"a/~", ""},
             Row{"./~/x", ""},
             Row{"~/x", "DOCKER_CONFIG is '~/x': no shell has expanded the '~'; "
                        "run: export DOCKER_CONFIG=~/x"},
             Row{"~", "DOCKER_CONFIG is '~': no shell has expanded the '~'; "
                      "run: export DOCKER_CONFIG=~"},
             Row{"~/a b;c", "DOCKER_CONFIG is '~/a b;c': no shell has expanded the '~'; "
                            "run: export DOCKER_CONFIG=~/'a b;c'"},
             Row{"$HOME/x", "DOCKER_CONFIG is '$HOME/x': no shell has expanded the '$'; "
                            "run: export DOCKER_CONFIG=\"$HOME/x\""},
             Row{"\"/a/b\"", "DOCKER_CONFIG is '\"/a/b\"', quotes included; "
                             "run: export DOCKER_CONFIG=/a/b"},
             Row{"'~/x'", "DOCKER_CONFIG is ''~/x'', quotes included; "
                          "run: export DOCKER_CONFIG=~/x"},
         }) {
        CAPTURE(std::string(row.value));
        Environment environment = at_home();
        environment.docker_config = row.value;
        CHECK(problem(environment) == row.problem);
    }
    Environment environment = at_home();
    CHECK(problem(environment, "~/x") ==
          "--authfile is '~/x': no shell has expanded the '~'; use: --authfile ~/x");
    environment.home = "~";
    CHECK(problem(environment) ==
          "HOME is '~': no shell has expanded the '~'; set HOME to your home folder");
    CHECK_THROWS_AS(refuse_quoted_path(environment), cppsecret::Error);
    for (auto Environment::*variable :
         {&Environment::auth_file, &Environment::config_home, &Environment::runtime_dir,
          &Environment::registries_conf, &Environment::registries_conf_override,
          &Environment::old_registries_conf, &Environment::helm_file, &Environment::helm_home}) {
        Environment other = at_home();
        other.*variable = "~/x";
        CHECK(problem(other).ends_with("=~/x"));
    }
}

TEST_CASE("helm has a file of its own")
{
    Environment environment = at_home();
    CHECK(helm_location(environment).path == "/home/u/.config/helm/registry/config.json");
    CHECK(helm_location(environment).role == Role::Helm);
    environment.config_home = "/c";
    CHECK(helm_location(environment).path == "/c/helm/registry/config.json");
    environment.helm_home = "/h/";
    CHECK(helm_location(environment).path == "/h/registry/config.json");
    environment.helm_file = "/f";
    CHECK(helm_location(environment).path == "/f");
}

TEST_CASE("ostree has three")
{
    CHECK(paths(ostree_locations()) == std::vector<std::string>{"/run/ostree/auth.json",
                                                                "/etc/ostree/auth.json",
                                                                "/usr/lib/ostree/auth.json"});
}

TEST_CASE("docker from the snap has a home of its own, which the others do not know")
{
    Environment environment = at_home();
    environment.docker_home = "/home/u/snap/docker/current";
    CHECK(docker_location(environment).path == "/home/u/snap/docker/current/.docker/config.json");
    const auto read = paths(containers_locations(environment));
    CHECK(std::find(read.begin(), read.end(), "/home/u/.docker/config.json") != read.end());
    environment.docker_config = "/d";
    CHECK(docker_location(environment).path == "/d/config.json");
}
