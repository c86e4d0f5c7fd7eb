// SPDX-License-Identifier: MIT
// What podman 4.3.1 and skopeo 1.9.3 were seen to do with the same files.
#include "authfile/lookup/trace_text.hpp"
#include "fake_helpers.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

RegistriesConf helpers_of(std::vector<std::string> helpers)
{
    RegistriesConf conf;
    if (!helpers.empty())
        conf.settings.push_back({"50.conf", std::move(helpers)});
    return conf;
}

/// Looks up `name` in up to three auth.json: "a", "b" and the old file "legacy".
Trace look_up(const std::string &name, std::string_view a, std::string_view b,
              std::string_view legacy, const std::vector<std::string> &conf, FakeHelpers &helpers)
{
    std::vector<LoadedFile> files;
    files.push_back(file_with("a", a, Format::AuthJson));
    files.push_back(file_with("b", b, Format::DockerConfig));
    files.push_back(file_with("legacy", legacy, Format::LegacyDocker));
    return look_up_for_containers(name, helpers_of(conf), pointers_to(files), helpers.ask());
}

/// The outcome as one text: "none", "failed", "user@file:key" or "user@helper key".
std::string outcome_of(const Trace &trace)
{
    const Answer &answer = trace.answer;
    switch (answer.outcome) {
    case Outcome::None:
        return "none";
    case Outcome::Failed:
        return "failed";
    case Outcome::Unknown:
        return "unknown@" + answer.helper + " " + answer.key;
    case Outcome::Helper:
        return answer.username + "@" + answer.helper + " " + answer.key;
    case Outcome::Entry:
        return answer.username + "@" + answer.file + ":" + answer.key;
    }
    return "";
}

} // namespace

TEST_CASE("containers: the login that is used for a name")
{
    const std::string next = R"({"auths":{"q.io":{"auth":"djpw"}}})"; // v:p
    const auto auths = [](const std::string &key) {
        return R"({"auths":{")" + key + R"(":{"auth":"dTpw"}}})";
    };
    const auto entry = [](const std::string &value) {
        return R"({"auths":{"q.io":)" + value + "}}";
    };
    const auto helper = [](const std::string &name) {
        return R"({"credHelpers":{"q.io":")" + name + R"("},"auths":{"q.io":{"auth":"dTpw"}}})";
    };
    struct Row {
        std::string name, a, b, outcome;
    };
    const std::vector<Row> rows = {
        {"q.io", "absent", "absent", "none"},
        {"q.io", "{}", "{}", "none"},
        {"q.io", auths("q.io"), next, "u@a:q.io"},
        {"q.io", "{}", next, "v@b:q.io"},
        {"q.io", "absent", next, "v@b:q.io"},
        {"q.io/ns/img", auths("q.io"), next, "u@a:q.io"},
        {"q.io/ns/img", auths("q.io/ns"), next, "u@a:q.io/ns"},
        {"q.io/ns/img", auths("q.io/ns/img"), next, "u@a:q.io/ns/img"},
        {"q.io/ns/img", auths("q.io/n"), next, "v@b:q.io"},
        {"q.io", auths("q.io/ns"), next, "v@b:q.io"},
        {"q.io", auths("https://q.io"), next, "u@a:https://q.io"},
        {"q.io", auths("http://q.io/v1/"), next, "u@a:http://q.io/v1/"},
        {"q.io", auths("https://q.io/v2/"), next, "u@a:https://q.io/v2/"},
        {"q.io", auths("http://https://q.io/x"), next, "u@a:http://https://q.io/x"},
        {"q.io", auths("https://q.io/ns/img"), next, "u@a:https://q.io/ns/img"},
        {"q.io/other", auths("https://q.io/ns/img"), next, "u@a:https://q.io/ns/img"},
        {"q.io", auths("q.io/v1/"), next, "v@b:q.io"},
        {"q.io", auths("q.io/"), next, "v@b:q.io"},
        {"q.io", auths("HTTPS://q.io"), next, "v@b:q.io"},
        {"q.io", auths("Q.io"), next, "v@b:q.io"},
        {"q.io:443", auths("q.io"), "{}", "none"},
        {"docker.io", auths("docker.io"), next, "u@a:docker.io"},
        {"docker.io", auths("index.docker.io"), next, "u@a:index.docker.io"},
        {"docker.io", auths("registry-1.docker.io"), next, "u@a:registry-1.docker.io"},
        {"docker.io/library/alpine", auths("https://index.docker.io/v1/"), next,
         "u@a:https://index.docker.io/v1/"},
        {"docker.io", auths("https://docker.io/foo"), next, "u@a:https://docker.io/foo"},
        {"index.docker.io", auths("docker.io"), next, "u@a:docker.io"},
        {"docker.io/library/alpine", auths("docker.io/library"), next, "u@a:docker.io/library"},
        {"docker.io/library/alpine", auths("index.docker.io/library"), next, "none"},
        // an entry that holds nothing hides the less specific ones of its file
        {"q.io/ns/img", R"({"auths":{"q.io/ns":{},"q.io":{"auth":"dTpw"}}})", "{}", "none"},
        {"q.io/ns/img", R"({"auths":{"q.io/ns":{},"q.io":{"auth":"dTpw"}}})", next, "v@b:q.io"},
        {"q.io", entry("{}"), next, "v@b:q.io"},
        {"q.io", entry("null"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":null})"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":"bm9jb2xvbg=="})"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":"@@@@"})"), next, "failed"},
        {"q.io", entry(R"({"auth":"dTp3cA"})"), next, "failed"},
        {"q.io", entry(R"({"auth":"dTo="})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"auth":"OnA="})"), next, "@a:q.io"},
        {"q.io", entry(R"({"auth":"Og=="})"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":"dTpwAAA="})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"auth":"dTp3\ncA==\n"})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"username":"u","password":"p"})"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":"","identitytoken":"t"})"), next, "v@b:q.io"},
        {"q.io", entry(R"({"auth":"dTo=","identitytoken":"t"})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"auth":"dTpw","email":7})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"AUTH":"dTpw"})"), next, "u@a:q.io"},
        {"q.io", entry(R"({"auth":"dTpw","auth":"d3Bw"})"), next, "v@b:q.io"},
        {"q.io", R"({"auths":{"q.io":{"auth":"dTpw"}},"auths":{"r.io":{}}})", next, "u@a:q.io"},
        {"q.io", R"({"auths":{"q.io":{"auth":"dTpw"}},"credsStore":{}})", next, "u@a:q.io"},
        {"q.io", R"({"auths":{"q.io":{"auth":"dTpw"}},"credsStore":"fake"})", next, "u@a:q.io"},
        {"q.io", R"({"credsStore":"fake"})", next, "v@b:q.io"},
        {"q.io", helper("fake"), next, "from-fake@fake q.io"},
        {"q.io/ns/img", helper("fake"), next, "from-fake@fake q.io"},
        {"q.io", helper("tok"), next, "<token>@tok q.io"},
        {"q.io", helper("none"), next, "v@b:q.io"},
        {"q.io", helper("empty"), next, "v@b:q.io"},
        {"q.io", helper("bad"), next, "failed"},
        {"q.io", helper(""), next, "failed"},
        {"q.io", helper("none"), "{}", "none"},
        {"q.io/ns", R"({"credHelpers":{"q.io/ns":"fake"}})", next, "v@b:q.io"},
        {"docker.io", R"({"credHelpers":{"https://index.docker.io/v1/":"fake"}})", "{}", "none"},
        {"docker.io", R"({"credHelpers":{"docker.io":"fake"}})", "{}", "from-fake@fake docker.io"},
        {"q.io", R"({"CredHelpers":{"q.io":"fake"}})", next, "from-fake@fake q.io"},
        {"q.io", R"({"auths":null})", next, "v@b:q.io"},
        {"q.io", "null", next, "v@b:q.io"},
        {"q.io", "", next, "failed"},
        {"q.io", "[]", next, "failed"},
        {"q.io", "{}x", next, "failed"},
        {"q.io", "{\"auths\":{},}", next, "failed"},
        {"q.io", auths("q.io"), "", "u@a:q.io"},
        {"q.io", "{}", "", "failed"}, // podman fails on an empty config.json too
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        CAPTURE(row.a);
        CAPTURE(row.b);
        FakeHelpers helpers;
        const Trace trace = look_up(row.name, row.a, row.b, "absent", {}, helpers);
        CHECK(outcome_of(trace) == row.outcome);
        REQUIRE_FALSE(trace.steps.empty());
        const bool is_found =
            trace.answer.outcome == Outcome::Entry || trace.answer.outcome == Outcome::Helper;
        CHECK((trace.steps.back().result == StepResult::Found) == is_found);
    }
}

TEST_CASE("containers: the old file knows hosts and URLs, no namespaces")
{
    struct Row {
        std::string_view name, text, outcome;
    };
    for (const Row &row : {
             Row{"q.io", R"({"https://q.io/v1/":{"auth":"dTpw"}})", "u@legacy:https://q.io/v1/"},
             Row{"q.io/ns/img", R"({"q.io/v1/":{"auth":"dTpw"}})", "u@legacy:q.io/v1/"},
             Row{"q.io/ns", R"({"q.io/ns":{"auth":"djpw"},"q.io":{"auth":"dTpw"}})",
                 "u@legacy:q.io"},
             Row{"q.io", R"({"credHelpers":{"q.io":"fake"}})", "failed"},
         }) {
        CAPTURE(row.text);
        FakeHelpers helpers;
        const Trace trace =
            look_up(std::string(row.name), "absent", "absent", row.text, {}, helpers);
        if (row.outcome != "failed")
            CHECK(outcome_of(trace) == row.outcome);
        else
            CHECK(trace.answer.outcome != Outcome::Helper);
    }
}

TEST_CASE("containers: the helpers of registries.conf come in their order")
{
    const std::string_view with_login = R"({"auths":{"q.io":{"auth":"dTpw"}}})";
    const std::string_view broken = "{,}";
    struct Row {
        std::vector<std::string> conf;
        std::string_view text, outcome;
        std::vector<std::string> asked;
    };
    const std::vector<Row> rows = {
        {{}, with_login, "u@a:q.io", {}},
        {{"none", "containers-auth.json"}, with_login, "u@a:q.io", {"none q.io"}},
        {{"empty", "containers-auth.json"}, with_login, "u@a:q.io", {"empty q.io"}},
        {{"bad", "containers-auth.json"}, with_login, "u@a:q.io", {"bad q.io"}},
        {{"fake", "containers-auth.json"}, with_login, "from-fake@fake q.io", {"fake q.io"}},
        {{"tok", "containers-auth.json"}, with_login, "<token>@tok q.io", {"tok q.io"}},
        {{"none"}, with_login, "none", {"none q.io"}},
        {{"bad"}, with_login, "failed", {"bad q.io"}},
        {{"bad", "none"}, with_login, "failed", {"bad q.io", "none q.io"}},
        {{""}, with_login, "failed", {}},
        {{"fake", ""}, with_login, "from-fake@fake q.io", {"fake q.io"}},
        {{"containers-auth.json", "fake"}, with_login, "u@a:q.io", {}},
        {{"containers-auth.json", "fake"}, "{}", "from-fake@fake q.io", {"fake q.io"}},
        {{"containers-auth.json", "fake"}, broken, "from-fake@fake q.io", {"fake q.io"}},
        {{"containers-auth.json", "none"}, broken, "failed", {"none q.io"}},
    };
    for (const Row &row : rows) {
        CAPTURE(row.text);
        FakeHelpers helpers;
        const Trace trace = look_up("q.io/ns/img", row.text, "absent", "absent", row.conf, helpers);
        CHECK(outcome_of(trace) == row.outcome);
        CHECK(helpers.asked == row.asked);
    }
}

TEST_CASE("containers: each step says where it looked")
{
    FakeHelpers helpers;
    const Trace trace = look_up("q.io/ns", R"({"credsStore":"pass","auths":{"r.io":{}}})",
                                R"({"credHelpers":{"q.io":"none"}})", R"({"q.io":{"auth":"dTpw"}})",
                                {"bad", "containers-auth.json"}, helpers);
    struct Wanted {
        Source source;
        std::string_view file, key, helper;
        StepResult result;
    };
    const std::vector<Wanted> wanted = {
        {Source::CredentialHelpers, "50.conf", "q.io", "bad", StepResult::Failed},
        {Source::CredsStore, "a", "", "pass", StepResult::Ignored},
        {Source::Auths, "a", "q.io/ns", "", StepResult::NotFound},
        {Source::Auths, "a", "q.io", "", StepResult::NotFound},
        {Source::CredHelpers, "b", "q.io", "none", StepResult::NotFound},
        {Source::Auths, "legacy", "q.io", "", StepResult::Found},
    };
    REQUIRE(trace.steps.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        CAPTURE(i);
        CHECK(trace.steps[i].source == wanted[i].source);
        CHECK(trace.steps[i].file == wanted[i].file);
        CHECK(trace.steps[i].key == wanted[i].key);
        CHECK(trace.steps[i].helper == wanted[i].helper);
        CHECK(trace.steps[i].result == wanted[i].result);
    }
    CHECK(trace.answer.secret.reveal() == "p");
}

TEST_CASE("containers: an entry that is one of several spellings is said to be")
{
    FakeHelpers helpers;
    const Trace trace = look_up(
        "docker.io",
        R"({"auths":{"index.docker.io":{"auth":"dTpw"},"https://index.docker.io/v1/":{"auth":"djpw"}}})",
        "absent", "absent", {}, helpers);
    CHECK(trace.answer.username == "u");
    CHECK(trace.steps.back().detail == std::string(one_of_several));
    struct Row {
        std::string_view first, result, why;
    };
    for (const Row &row :
         {Row{"{}", "nothing", "the entry has no 'auth'"},
          Row{R"({"auth":"Og=="})", "nothing", "the entry holds no login"},
          Row{R"({"auth":"@@@@"})", "failed", "its 'auth' is not base64"},
          Row{R"({"auth":"dTo="})", "found",
              "it has no password, so it is not shown to registries that work with tokens"}}) {
        CAPTURE(row.first);
        const Trace passed_over =
            look_up("docker.io",
                    R"({"auths":{"index.docker.io":)" + std::string(row.first) +
                        R"(,"https://index.docker.io/v1/":{"auth":"djpw"}}})",
                    "absent", "absent", {}, helpers);
        const auto step =
            std::find_if(passed_over.steps.begin(), passed_over.steps.end(),
                         [](const Step &one) { return one.key == "index.docker.io"; });
        REQUIRE(step != passed_over.steps.end());
        CHECK(result_of(*step) ==
              std::string(row.result) + ": " + std::string(row.why) + " (" + one_of_several + ")");
    }
    const Trace exact =
        look_up("docker.io", R"({"auths":{"index.docker.io":{},"docker.io":{"auth":"dTpw"}}})",
                "absent", "absent", {}, helpers);
    CHECK(exact.steps.back().detail.empty());
}
