// SPDX-License-Identifier: MIT
#include "machine/buildx_findings.hpp"
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

using Kind = HelperReply::Kind;

constexpr const char *hub = "https://index.docker.io/v1/";

/// "WHY; ADVICE $ COMMAND" of what is found in the file of a scope, with F for its path; empty if
/// there is nothing.
std::string found(const World &world, const std::string &scope)
{
    const machine::ToolSettings settings = world.settings();
    machine::Findings findings;
    for (const authfile::LoadedFile *file : settings.own_files(Family::Buildx))
        if (file->location.scope == scope)
            find_in_buildx_file(*file, settings, world.ask(), findings);
    std::string text;
    for (const machine::Finding &finding : findings)
        text += finding.why + "; " + finding.advice + " $ " + finding.command.text();
    const std::string path = buildx_json(scope);
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at))
        text.replace(at, path.size(), "F");
    return text;
}

} // namespace

TEST_CASE("a login in a file of buildx's, and what ends in none in plain text")
{
    struct Row {
        const char *name, *scope;
        World world;
        std::string use, remedy;
    };
    const std::string q = auths("q.io");
    const std::string store = R"({"credsStore":"cppsecret"})";
    const std::string before = "docker buildx uses this file instead of docker's for ";
    const std::string remove = "remove the file";
    for (const Row &row : {
             Row{"docker's helper has one", "q.io/a",
                 World{.config = store, .buildx = {{"q.io/a", q}}, .keyring = {{"q.io", "bob"}}},
                 before + "'q.io/a'",
                 remove + ": docker buildx then uses the login of 'bob' from "
                          "'docker-credential-cppsecret' $ rm F"},
             Row{"docker's helper may have one", "q.io@push",
                 World{.config = cred_helpers("q.io", "other"),
                 .buildx = {{"q.io@push", q}},
                 .helpers = {{"other", Kind::Unknown}}},
                 before + "pushes to 'q.io'",
                 remove + ": docker buildx then asks 'docker-credential-other' $ rm F"},
             Row{"docker's helper has none", "q.io",
                 World{.config = store, .buildx = {{"q.io", q}}}, before + "'q.io'",
                 "log in with docker, whose helper keeps the login, and remove the file: docker "
                 "buildx then uses docker's login $ docker login q.io && rm F"},
             Row{"docker asks no helper", "registry-1.docker.io",
                 World{.buildx = {{"registry-1.docker.io", auths(hub)}}}, before + "'docker.io'",
                 "let docker ask the keyring, log in with docker, whose helper keeps the login, "
                 "and remove the file: docker buildx then uses docker's login $ cppsecret "
                 "configure --tool docker docker.io && docker login && rm F"},
             Row{"docker has one in plain text", "q.io",
                 World{.config = q, .buildx = {{"q.io", q}}}, before + "'q.io'",
                 "move docker's own login into the keyring, and remove the file: docker buildx "
                 "then uses docker's login $ cppsecret migrate q.io && rm F"},
             Row{"another file is next", "q.io/a",
                 World{.config = store, .buildx = {{"q.io/a", q}, {"q.io", q}}},
                 before + "'q.io/a'",
                 remove + ", and likewise '" + buildx_json("q.io") +
                     "', which docker buildx takes next $ rm F"},
             Row{"a variable comes first", "q.io", World{.buildx = {{"q.io", q}}, .auth_config = q},
                 before + "'q.io'", remove + ": DOCKER_AUTH_CONFIG comes before it $ rm F"},
             Row{"docker's helper fails", "q.io",
                 World{.config = cred_helpers("q.io", "other"),
                 .buildx = {{"q.io", q}},
                 .helpers = {{"other", Kind::Failed}}},
                 before + "'q.io'",
                 remove + " once docker finds a login there: see 'cppsecret resolve --tool docker "
                          "q.io/IMAGE' $ "},
             Row{"buildx is too old", "q.io",
                 World{.config = store,
                 .buildx = {{"q.io", q}},
                 .tools = {docker, old_buildx},
                 .keyring = {{"q.io", "bob"}}},
                 "buildx 0.29 does not read the file, as buildx from 0.31 on does",
                 remove + ": docker buildx then uses the login of 'bob' from "
                          "'docker-credential-cppsecret' $ rm F"},
             Row{"buildx does not look there", "docker.io/a",
                 World{.config = store, .buildx = {{"docker.io/a", auths(hub)}}},
                 "docker buildx does not look there: it knows Docker Hub as "
                 "'registry-1.docker.io'",
                 "log in with docker, whose helper keeps the login, and remove the file: docker "
                 "buildx then uses docker's login $ docker login && rm F"},
             Row{"docker is from the snap", "q.io",
                 World{.config = store,
                 .buildx = {{"q.io", q}},
                 .tools = {{Family::Docker, "docker", Version{28, 4}, true},
                           {Family::Buildx, "buildx", Version{0, 31}, true}},
                 .keyring = {{"q.io", "bob"}}},
                 before + "'q.io'", std::string(machine::no_helper_in_snap_hint) + " $ "},
             Row{"the file is broken", "q.io",
                 World{.config = store,
                 .buildx = {{"q.io", R"({"auths":{"q.io":{"auth":"YW5uOnB3"},"x":)"
                                     R"({"auth":"%"}}})"}},
                 .keyring = {{"q.io", "bob"}}},
                 "docker buildx passes the file over",
                 remove + ": docker buildx then uses the login of 'bob' from "
                          "'docker-credential-cppsecret' $ rm F"},
         }) {
        CAPTURE(std::string(row.name));
        CHECK(found(row.world, row.scope) ==
              row.use + "; whoever can read it, or a copy of it, has the passwords; " + row.remedy);
    }
}

TEST_CASE("a file of buildx's without a login keeps docker's from its images")
{
    const std::string nothing =
        "it pulls without a login, even where docker has one; remove the file $ "
        "rm F";
    const std::string q = auths("q.io");
    CHECK(found({.config = q, .buildx = {{"q.io", "{}"}}}, "q.io") == nothing);
    CHECK(found({.config = q, .buildx = {{"q.io@push", ""}}}, "q.io@push") == nothing);
    CHECK(found({.config = auths("r.io"), .buildx = {{"q.io", "{}"}}}, "q.io") == "");
    CHECK(found({.config = q, .buildx = {{"q.io", "{"}}}, "q.io") == "");
    // a helper's silence is told by itself
    CHECK(found({.config = q, .buildx = {{"q.io", cred_helpers("q.io")}}}, "q.io") == "");
    CHECK(found({.config = q, .buildx = {{"q.io", "{}"}}, .tools = {docker, old_buildx}}, "q.io") ==
          "");
}
