// SPDX-License-Identifier: MIT
#include "machine/namespaces.hpp"
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

constexpr const char *hub = "https://index.docker.io/v1/";

bool shares(std::string_view helper)
{
    return machine::is_our_helper(helper);
}

/// "HOST USER…" for each.
std::string found(const World &world)
{
    std::string text;
    for (const auto &[host, users] : find_by_namespace(world.settings(), world.ask(), shares)) {
        text += text.empty() ? host : "; " + host;
        for (const std::string &user : users)
            text += " " + user;
    }
    return text;
}

/// {"auths": …}: of ann for KEY, of bob for OTHER.
std::string two(const std::string &key, const std::string &other)
{
    return R"({"auths":{")" + key + R"(":{"auth":"YW5uOnB3"},")" + other +
           R"(":{"auth":"Ym9iOnB3"}}})";
}

} // namespace

TEST_CASE("the registries in which logins are in use by namespace, and their users")
{
    struct Row {
        const char *name;
        World world;
        std::string found;
    };
    for (const Row &row : {
             Row{"none", {.auth = auths("q.io"), .config = auths("q.io")}, ""},
             Row{"one", {.auth = auths("q.io/a")}, "q.io ann"},
             Row{"two of two users", {.auth = two("q.io/a", "q.io/b")}, "q.io ann bob"},
             Row{"one, and the host's", {.auth = two("q.io/a", "q.io")}, "q.io ann bob"},
             Row{"the host's in docker's file",
                 {.auth = auths("q.io/a"), .config = two("r.io", "q.io")},
                 "q.io ann bob"},
             Row{"of Docker Hub", {.auth = two("docker.io/ann", hub)}, "docker.io ann bob"},
             Row{"in docker's file, which podman reads", {.config = auths("q.io/a")}, "q.io ann"},
             Row{"where a helper is asked for the host",
                 {.auth = R"({"auths":{"q.io/a":{"auth":"YW5uOnB3"}},)"
                          R"("credHelpers":{"q.io":"cppsecret"}})",
                 .keyring = {{"q.io", "eve"}}},
                 ""},
             Row{"where one may have a login",
                 {.auth = R"({"auths":{"q.io/a":{"auth":"YW5uOnB3"}},)"
                          R"("credHelpers":{"q.io":"other"}})",
                 .helpers = {{"other", HelperReply::Kind::Unknown}}},
                 "q.io ann"},
             Row{"what no image leads to", {.auth = auths("q.io/Team")}, ""},
             Row{"what holds no login", {.auth = R"({"auths":{"q.io/a":{}}})"}, ""},
             Row{"docker buildx knows no namespaces",
                 {.buildx = {{"q.io/a", auths("q.io/a")}}},
                 ""},
         }) {
        CAPTURE(std::string(row.name));
        CHECK(found(row.world) == row.found);
    }
}

TEST_CASE("what status and doctor advise for logins in use by namespace")
{
    const machine::Finding several =
        machine::plain_by_namespace("/a.json", 2, {"q.io", {"ann", "bob"}});
    CHECK(
        several.what ==
        "'/a.json' holds 2 logins in plain text for 'q.io', where logins are in use by namespace");
    CHECK(several.advice == "keep them while they are in use: 'q.io' has 2 users here");
    CHECK(several.command.empty());
    const machine::Finding one = machine::plain_by_namespace("/a.json", 1, {"q.io", {"ann"}});
    CHECK(one.advice == "keep it while it is in use by namespace; if the login of 'ann' is right "
                        "for all of 'q.io', log in to that and take it out");
    CHECK(one.command.text() == "${EDITOR:-vi} /a.json");
}
