// SPDX-License-Identifier: MIT
// docker buildx, which has files of its own for images, as LoadAuthConfig() of 2026-08 was seen to
// read them.
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;
using authfile::Transfer;
using machine::Obstacle;

namespace {

using Kind = HelperReply::Kind;

constexpr const char *hub = "https://index.docker.io/v1/";

std::string in(const std::string &file, const std::string &key)
{
    return "ann from " + file + " " + key;
}

std::string found(const World &world, const Tool &tool, const std::string &image,
                  Transfer transfer = Transfer::Pull)
{
    return end_of(find_login(tool, image, world.settings(), world.ask(), transfer));
}

bool shares(std::string_view helper)
{
    return machine::is_our_helper(helper);
}

} // namespace

TEST_CASE("buildx takes the file for an image before docker's")
{
    struct Row {
        const char *name;
        std::map<std::string, std::string> files;
        const char *image;
        std::string pull, push;
    };
    const std::string q = auths("q.io");
    const auto at = [](const char *scope) { return in(buildx_json(scope), "q.io"); };
    const std::string dockers = in(config_json, "q.io");
    for (const Row &row : {
             Row{"none", {}, "q.io/a", dockers, dockers},
             Row{"the registry's", {{"q.io", q}}, "q.io/a", at("q.io"), at("q.io")},
             Row{"the repository's first",
                 {{"q.io", q}, {"q.io/a", q}},
                 "q.io/a",
                 at("q.io/a"),
                 at("q.io/a")},
             Row{"none below it", {{"q.io/a", q}}, "q.io/a/b", dockers, dockers},
             Row{"for pushes", {{"q.io@push", q}}, "q.io/a", dockers, at("q.io@push")},
             Row{"more actions first",
                 {{"q.io/a", q}, {"q.io/a@pull", q}, {"q.io/a@pull,push", q}},
                 "q.io/a",
                 at("q.io/a@pull"),
                 at("q.io/a@pull,push")},
             Row{"the repository's before actions",
                 {{"q.io/a", q}, {"q.io@pull,push", q}},
                 "q.io/a",
                 at("q.io/a"),
                 at("q.io/a")},
             Row{"one without a login ends it", {{"q.io", "{}"}}, "q.io/a", "none", "none"},
             Row{"one without content too", {{"q.io", ""}}, "q.io/a", "none", "none"},
             Row{"one that is broken does not", {{"q.io", "{"}}, "q.io/a", dockers, dockers},
             Row{"nor one of which an entry is no login",
                 {{"q.io", R"({"auths":{"q.io":{"auth":"YW5uOnB3"},"x":{"auth":"%"}}})"}},
                 "q.io/a",
                 dockers,
                 dockers},
             Row{"its own helper, by the host",
                 {{"q.io/a", cred_helpers("q.io")}},
                 "q.io/a",
                 "bob by cppsecret q.io",
                 "bob by cppsecret q.io"},
             Row{"its own credsStore",
                 {{"q.io/a", R"({"credsStore":"other"})"}},
                 "q.io/a",
                 "of-other by other q.io",
                 "of-other by other q.io"},
             Row{"a helper that fails ends it",
                 {{"q.io/a", cred_helpers("q.io", "broken")}},
                 "q.io/a",
                 "failed",
                 "failed"},
             Row{"nothing is detected for it", {{"q.io", "{}"}}, "q.io/a", "none", "none"},
         }) {
        CAPTURE(std::string(row.name));
        const World world{
            .config = q,
            .buildx = row.files,
            .detected = "pass",
            .helpers = {{"other", Kind::Login}, {"broken", Kind::Failed}, {"pass", Kind::Login}},
            .keyring = {{"q.io", "bob"}}};
        CHECK(found(world, buildx, row.image) == row.pull);
        CHECK(found(world, buildx, row.image, Transfer::Push) == row.push);
        CHECK(found(world, old_buildx, row.image, Transfer::Push) == dockers);
        CHECK(found(world, docker, row.image) == dockers);
    }
}

TEST_CASE("buildx knows Docker Hub by the name of its address, and its login by docker's key")
{
    const World world{.config = auths(hub),
                      .buildx = {{"registry-1.docker.io/ann/app", auths(hub)},
                                 {"docker.io/ann/app", auths(hub)},
                                 {"registry-1.docker.io/ann/b", auths("docker.io")}}};
    CHECK(found(world, buildx, "docker.io/ann/app") ==
          in(buildx_json("registry-1.docker.io/ann/app"), hub));
    CHECK(found(world, buildx, "docker.io/ann/b") == "none");
    CHECK(found(world, buildx, "docker.io/ann/c") == in(config_json, hub));
    // two registries of Docker's take that login for want of another
    CHECK(found(world, buildx, "dhi.io/app") == in(config_json, hub));
    CHECK(found(world, buildx, "registry.scout.docker.com") == in(config_json, hub));
    CHECK(found(world, docker, "dhi.io/app") == "none");
}

TEST_CASE("DOCKER_AUTH_CONFIG comes before the files of buildx")
{
    const World world{.buildx = {{"q.io", auths("q.io")}}, .auth_config = auths("q.io")};
    CHECK(found(world, buildx, "q.io/a") == "ann from  q.io");
}

TEST_CASE("whom a login in a file of buildx's reaches")
{
    struct Row {
        const char *name;
        std::map<std::string, std::string> files;
        std::string scope, key;
        Obstacle buildxs, old_buildxs;
    };
    const std::string q = auths("q.io");
    for (const Row &row : {
             Row{"the registry's",
                 {{"q.io", q}},
                 "q.io",
                 "q.io",
                 Obstacle::None,
                 Obstacle::FileNotRead},
             Row{"for pushes",
                 {{"q.io/a@push", q}},
                 "q.io/a@push",
                 "q.io",
                 Obstacle::None,
                 Obstacle::FileNotRead},
             Row{"beside one for pushes",
                 {{"q.io/a", q}, {"q.io/a@push", q}},
                 "q.io/a",
                 "q.io",
                 Obstacle::None,
                 Obstacle::FileNotRead},
             Row{"behind one for all that is done",
                 {{"q.io/a", q}, {"q.io/a@pull", q}},
                 "q.io/a",
                 "q.io",
                 Obstacle::Shadowed,
                 Obstacle::FileNotRead},
             Row{"of another registry",
                 {{"q.io", auths("r.io")}},
                 "q.io",
                 "r.io",
                 Obstacle::NoImage,
                 Obstacle::NoImage},
             Row{"of Docker Hub by its name",
                 {{"registry-1.docker.io", auths("docker.io")}},
                 "registry-1.docker.io",
                 "docker.io",
                 Obstacle::FileNotRead,
                 Obstacle::FileNotRead},
             Row{"where buildx does not look",
                 {{"docker.io", auths(hub)}},
                 "docker.io",
                 hub,
                 Obstacle::NoImage,
                 Obstacle::NoImage},
             Row{"of a broken file",
                 {{"q.io", R"({"auths":{"q.io":{"auth":"%"}}})"}},
                 "q.io",
                 "q.io",
                 Obstacle::FileFails,
                 Obstacle::FileNotRead},
         }) {
        CAPTURE(std::string(row.name));
        const World world{.config = q, .buildx = row.files};
        const Login login{ServerKey(row.key).identity(), "ann",   Place::File,
                          buildx_json(row.scope),        row.key, {}};
        const auto obstacle = [&](const Tool &tool) {
            return reach_of(login, tool, world.settings(), world.ask(), shares).obstacle;
        };
        CHECK(obstacle(buildx) == row.buildxs);
        CHECK(obstacle(old_buildx) == row.old_buildxs);
        CHECK_FALSE(obstacle(docker) == Obstacle::None);
        CHECK_FALSE(obstacle(podman) == Obstacle::None);
    }
}

TEST_CASE("a login of the keyring reaches buildx by the helper of a file of its own")
{
    const Login login{"q.io", "bob", Place::Keyring, {}, "q.io", "cppsecret"};
    for (const char *scope : {"q.io/a", "q.io", "q.io/a@push"}) {
        CAPTURE(std::string(scope));
        const World world{.buildx = {{scope, cred_helpers("q.io")}}, .keyring = {{"q.io", "bob"}}};
        CHECK(reach_of(login, buildx, world.settings(), world.ask(), shares).is_used());
        CHECK_FALSE(reach_of(login, old_buildx, world.settings(), world.ask(), shares).is_used());
    }
}

TEST_CASE("buildx is among the tools only where it has files of its own")
{
    using Families = std::vector<Family>;
    CHECK(World{.buildx = {{"q.io", "{}"}}}.settings().families() ==
          Families{Family::Containers, Family::Docker, Family::Buildx});
    CHECK(World{}.settings().families() == Families{Family::Containers, Family::Docker});
    CHECK(next_login(buildx, World{}.settings()).goes == NextLogin::Goes::Refused);
}
