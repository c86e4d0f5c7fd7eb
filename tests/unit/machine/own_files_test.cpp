// SPDX-License-Identifier: MIT
// The searches of helm, CRI-O and ostree, which have files of their own. None of them is on the
// machines that the tables of tests/e2e/lookup are judged on: the rows are the rules of helm 3.18
// (oras-go 2.6), CRI-O 1.33 and ostree-rs-ext 0.15, as their sources have them.
#include "unit/machine/world.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

using Kind = HelperReply::Kind;

constexpr const char *hub = "https://index.docker.io/v1/";
constexpr const char *crio_json = "/etc/crio/auth.json";

std::string in(const char *file, const std::string &key)
{
    return std::string("ann from ") + file + " " + key;
}

/// A machine with these files of ostree, in the order in which it reads them, and no others.
template <int Which>
void add_ostree_files(machine::ToolFacts &facts)
{
    facts.environment.uid = 0;
    const std::string login = auths("q.io");
    const std::string texts[][3] = {
        {"absent", "absent", "absent"},
        {"absent", login, "absent"},
        {R"({"credHelpers":{"q.io":"cppsecret"}})", login, "absent"},
        {"{}", login, login},
        {"", login, login},
        {"absent", "absent", login},
    };
    const char *const paths[] = {"/run/ostree/auth.json", "/etc/ostree/auth.json",
                                 "/usr/lib/ostree/auth.json"};
    for (std::size_t i = 0; i < std::size(paths); ++i)
        facts.other_files.push_back(
            file_with({paths[i], Format::AuthJson, Role::Ostree}, texts[Which][i]));
    if (Which == 3)
        facts.services_registries.conf.settings.push_back(
            {"/etc/registries.conf", {"cppsecret-containers"}});
}

template <int Which>
void add_crio_file(machine::ToolFacts &facts)
{
    const std::string texts[] = {
        auths("q.io"),
        R"({"credHelpers":{"q.io":"cppsecret"},"auths":{"q.io":{"auth":"YW5uOnB3"}}})",
        R"({"credsStore":"cppsecret"})",
        "absent",
        auths(hub),
    };
    facts.environment.uid = 0;
    facts.other_files.push_back(file_with({crio_json, Format::AuthJson, Role::Crio}, texts[Which]));
}

} // namespace

TEST_CASE("helm looks into its own file and then into docker's")
{
    struct Row {
        const char *name;
        std::string helms, config, image, end;
        std::map<std::string, Kind> helpers = {};
        std::string detected = {};
    };
    const std::string both = R"({"auths":{"q.io":{"auth":"YW5uOnB3"}},"credsStore":"other"})";
    const std::vector<Row> rows = {
        {"nothing", "absent", "absent", "q.io/ann/chart", "none"},
        {"its own", auths("q.io"), "absent", "q.io/ann/chart", in(helm_json, "q.io")},
        {"its own first", auths("q.io"), auths("q.io"), "q.io/ann", in(helm_json, "q.io")},
        {"docker's after it", auths("r.io"), auths("q.io"), "q.io/ann", in(config_json, "q.io")},
        {"the host of a URL", auths("https://q.io/v2/"), "absent", "q.io/ann",
         in(helm_json, "https://q.io/v2/")},
        {"no namespaces", auths("q.io/ann"), "absent", "q.io/ann", in(helm_json, "q.io/ann")},
        {"Docker Hub by its URL", auths(hub), "absent", "docker.io/ann", in(helm_json, hub)},
        {"and by no other name", auths("docker.io"), "absent", "docker.io/ann", "none"},
        {"our helper", cred_helpers("q.io"), "absent", "q.io/ann", "bob by cppsecret q.io"},
        {"for Docker Hub by the URL", cred_helpers(hub), "absent", "docker.io/ann",
         std::string("carl by cppsecret ") + hub},
        {"not by podman's name", cred_helpers("docker.io"), "absent", "docker.io/ann", "none"},
        {"a helper of docker's file", "absent", cred_helpers("q.io"), "q.io/ann",
         "bob by cppsecret q.io"},
        {"a credsStore comes before entries",
         both,
         "absent",
         "q.io/ann",
         "of-other by other q.io",
         {{"other", Kind::Login}}},
        {"without a login it goes on to docker's file",
         both,
         auths("q.io"),
         "q.io/ann",
         in(config_json, "q.io"),
         {{"other", Kind::None}}},
        {"a helper that fails ends it",
         both,
         auths("q.io"),
         "q.io/ann",
         "failed",
         {{"other", Kind::Failed}}},
        {"a helper without a name is none", R"({"credHelpers":{"q.io":""}})", auths("q.io"),
         "q.io/ann", in(config_json, "q.io")},
        {"a detected helper",
         "absent",
         "absent",
         "q.io/ann",
         "of-pass by pass q.io",
         {{"pass", Kind::Login}},
         "pass"},
        {"not where the file says something",
         auths("r.io"),
         auths("r.io"),
         "q.io/ann",
         "none",
         {{"pass", Kind::Login}},
         "pass"},
        {"a file of its own that is broken", "{", auths("q.io"), "q.io/ann", "failed"},
        {"one without content", "", auths("q.io"), "q.io/ann", in(config_json, "q.io")},
        {"docker's that is broken", auths("q.io"), "{", "q.io/ann", in(helm_json, "q.io")},
        {"docker's that is broken, and nothing before", "{}", "{", "q.io/ann", "none"},
        {"an entry that is no base64", R"({"auths":{"q.io":{"auth":"%"}}})", auths("q.io"),
         "q.io/ann", "failed"},
        {"another entry that is none", R"({"auths":{"r.io":{"auth":"%"}}})", auths("q.io"),
         "q.io/ann", in(config_json, "q.io")},
        {"user and password apart", R"({"auths":{"q.io":{"username":"ann","password":"pw"}}})",
         "absent", "q.io/ann", in(helm_json, "q.io")},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const World world{.config = row.config,
                          .helms = row.helms,
                          .detected = row.detected,
                          .helpers = row.helpers,
                          .keyring = {{"q.io", "bob"}, {"docker.io", "carl"}}};
        CHECK(end_of(world.find(helm, row.image)) == row.end);
    }
}

TEST_CASE("ostree takes the first file that is there, and asks nobody without one")
{
    struct Row {
        const char *name;
        void (*change)(machine::ToolFacts &);
        std::string end;
    };
    const std::vector<Row> rows = {
        {"none", add_ostree_files<0>, "none"},
        {"in /etc", add_ostree_files<1>, in("/etc/ostree/auth.json", "q.io")},
        {"our helper in /run, before that", add_ostree_files<2>, "bob by cppsecret q.io"},
        {"{} and a helper for all", add_ostree_files<3>, "bob by cppsecret-containers q.io"},
        {"a file without content", add_ostree_files<4>, "failed"},
        {"in /usr/lib", add_ostree_files<5>, in("/usr/lib/ostree/auth.json", "q.io")},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        // what podman and docker are told does not matter to it
        const World world{.auth = cred_helpers("q.io", "other"),
                          .conf = {"other"},
                          .keyring = {{"q.io", "bob"}},
                          .change = row.change};
        CHECK(end_of(world.find(ostree, "q.io/ann")) == row.end);
    }
}

TEST_CASE("CRI-O looks into its global_auth_file")
{
    struct Row {
        const char *name;
        void (*change)(machine::ToolFacts &);
        std::string image, end;
    };
    const std::vector<Row> rows = {
        {"no file set", nullptr, "q.io/ann", "none"},
        {"a login", add_crio_file<0>, "q.io/ann", in(crio_json, "q.io")},
        {"credHelpers come first", add_crio_file<1>, "q.io/ann", "bob by cppsecret q.io"},
        {"credsStore is not looked at", add_crio_file<2>, "q.io/ann", "none"},
        {"the file is not there", add_crio_file<3>, "q.io/ann", "none"},
        {"Docker Hub's URL", add_crio_file<4>, "docker.io/ann", in(crio_json, hub)},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const World world{.auth = auths("q.io"),
                          .config = auths("q.io"),
                          .keyring = {{"q.io", "bob"}},
                          .change = row.change};
        CHECK(end_of(world.find(crio, row.image)) == row.end);
    }
}

TEST_CASE("what a service's helper has only root can tell")
{
    const auto as_ann = [](machine::ToolFacts &facts) {
        add_crio_file<1>(facts);
        facts.environment.uid = 1000;
    };
    const World world{.keyring = {{"q.io", "bob"}}, .change = as_ann};
    CHECK(end_of(world.find(crio, "q.io/ann")) == "unknown");
}

TEST_CASE("a family with files of its own is looked at where one of them or a program is there")
{
    using Families = std::vector<Family>;
    const Families both{Family::Containers, Family::Docker};
    const Families with_helm{Family::Containers, Family::Docker, Family::Helm};
    CHECK(World{}.settings().families() == both);
    CHECK(World{.tools = {}}.settings().families() == both);
    CHECK(World{.helms = "{}"}.settings().families() == with_helm);
    CHECK(World{.tools = {podman, helm}}.settings().families() == with_helm);
    CHECK(World{.change = add_ostree_files<0>}.settings().families() == both);
    CHECK(World{.change = add_ostree_files<1>}.settings().families() ==
          Families{Family::Containers, Family::Docker, Family::Ostree});
    CHECK(World{.helms = "{}", .change = add_crio_file<0>}.settings().families() ==
          Families{Family::Containers, Family::Docker, Family::Helm, Family::Crio});
}

TEST_CASE("where the next login of helm goes")
{
    using Goes = NextLogin::Goes;
    struct Row {
        const char *name;
        std::string helms;
        Goes goes;
        std::string detected = {};
    };
    const std::vector<Row> rows = {
        {"no file", "absent", Goes::PlainText},
        {"a file", auths("q.io"), Goes::PlainText},
        {"our credsStore", R"({"credsStore":"cppsecret"})", Goes::Keyring},
        {"one that is not there", R"({"credsStore":"gone"})", Goes::Refused},
        {"a detected one", "absent", Goes::Helper, "pass"},
        {"a detected one that is passed over", auths("q.io"), Goes::PlainText, "pass"},
        {"a broken file", "{", Goes::Refused},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const World world{
            .helms = row.helms, .detected = row.detected, .helpers = {{"pass", Kind::None}}};
        CHECK(next_login(helm, world.settings()).goes == row.goes);
    }
}
