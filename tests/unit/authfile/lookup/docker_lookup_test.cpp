// SPDX-License-Identifier: MIT
// What docker's client 28.2.2 was seen to do with the same file; DOCKER_AUTH_CONFIG as its sources
// (28.3) say.
#include "fake_helpers.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

std::string outcome_of(const Trace &trace)
{
    const Answer &answer = trace.answer;
    if (answer.outcome == Outcome::Helper)
        return answer.username + "@" + answer.helper + " " + answer.key;
    if (answer.outcome == Outcome::Entry)
        return answer.username + "@" + answer.key;
    if (answer.outcome == Outcome::Unknown)
        return "unknown@" + answer.helper + " " + answer.key;
    return answer.outcome == Outcome::None ? "none" : "failed";
}

Trace look_up(const std::string &key, std::string_view text, FakeHelpers &helpers,
              DockerSettings settings = {})
{
    return look_up_for_docker(key, file_with("config.json", text, Format::DockerConfig), settings,
                              helpers.ask());
}

} // namespace

TEST_CASE("docker: the login that is used for a key")
{
    const auto auths = [](const std::string &key) {
        return R"({"auths":{")" + key + R"(":{"auth":"dTpw"}}})";
    };
    const auto with_login = [](const std::string &rest) {
        return R"({"auths":{"q.io:5000":{"auth":"dTpw"}},)" + rest + "}";
    };
    struct Row {
        std::string text, outcome;
    };
    const std::vector<Row> rows = {
        {"absent", "none"},
        {"", "none"},
        {" ", "none"},
        {"null", "none"},
        {"{}", "none"},
        {auths("q.io:5000"), "u@q.io:5000"},
        {auths("http://q.io:5000/v1/"), "u@http://q.io:5000/v1/"},
        {auths("q.io:5000/v1/"), "u@q.io:5000/v1/"},
        {auths("q.io:5000/ns"), "u@q.io:5000/ns"},
        {auths("HTTPS://q.io:5000/ns"), "u@HTTPS://q.io:5000/ns"},
        {auths("ftp://q.io:5000/ns"), "u@ftp://q.io:5000/ns"},
        {auths("https://me@q.io:5000?x"), "u@https://me@q.io:5000?x"},
        {auths("q.io"), "none"},
        {auths("Q.io:5000"), "none"},
        {R"({"auths":{"q.io:5000":{},"https://q.io:5000":{"auth":"dTpw"}}})", "none"},
        {R"({"auths":{"q.io:5000":{"username":"uu","password":"pp"}}})", "uu@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw","username":"uu","password":"pp"}}})",
         "u@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw","identitytoken":"t"}}})", "u@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"identitytoken":"t"}}})", "<token>@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"auth":"dTp3cA=\n=\n"}}})", "u@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"x":null}})", "u@q.io:5000"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"q.io:5000":{"auth":"djpw"}}})", "v@q.io:5000"},
        // a helper
        {with_login(R"("credHelpers":{"q.io:5000":"fake"})"), "from-fake@fake q.io:5000"},
        {with_login(R"("credsStore":"fake")"), "from-fake@fake q.io:5000"},
        {R"({"credsStore":"tok"})", "<token>@tok q.io:5000"},
        {with_login(R"("credHelpers":{"q.io:5000":"none"})"), "none"},
        {with_login(R"("credsStore":"none")"), "none"},
        {with_login(R"("credHelpers":{"q.io:5000":"none"},"credsStore":"fake")"), "none"},
        {with_login(R"("credHelpers":{"https://q.io:5000":"fake"})"), "u@q.io:5000"},
        {R"({"CredHelpers":{"q.io:5000":"fake"}})", "from-fake@fake q.io:5000"},
        // one that fails, or has no name: docker falls back to the file
        {with_login(R"("credHelpers":{"q.io:5000":"bad"})"), "u@q.io:5000"},
        {with_login(R"("credsStore":"bad")"), "u@q.io:5000"},
        {with_login(R"("credHelpers":{"q.io:5000":""},"credsStore":"fake")"), "u@q.io:5000"},
        {R"({"credsStore":"bad"})", "none"},
        // one bad entry spoils all entries, and no helper
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"bad.io":{"auth":"@@"}}})", "none"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"bad.io":{"auth":"OnA="}}})", "none"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"bad.io":{"auth":"bm8="}}})", "none"},
        {R"({"auths":{"q.io:5000":{"auth":"dTpw"},"bad.io":{"username":5}}})", "none"},
        {R"({"auths":{"bad.io":{"auth":"@@"}},"credsStore":"fake"})", "from-fake@fake q.io:5000"},
        // not a file that docker can read
        {"[]", "none"},
        {"{,}", "none"},
    };
    for (const Row &row : rows) {
        CAPTURE(row.text);
        FakeHelpers helpers;
        CHECK(outcome_of(look_up("q.io:5000", row.text, helpers)) == row.outcome);
    }
}

TEST_CASE("docker: Docker Hub has one key, and no other spelling is looked at")
{
    const std::string hub = "https://index.docker.io/v1/";
    FakeHelpers helpers;
    CHECK(outcome_of(look_up(hub, R"({"auths":{"https://index.docker.io/v1/":{"auth":"dTpw"}}})",
                             helpers)) == "u@" + hub);
    for (const char *key : {"docker.io", "index.docker.io", "https://index.docker.io/v1"})
        CHECK(
            outcome_of(look_up(hub, std::string(R"({"auths":{")") + key + R"(":{"auth":"dTpw"}}})",
                               helpers)) == "none");
    CHECK(outcome_of(look_up(hub, R"({"credHelpers":{"docker.io":"fake"}})", helpers)) == "none");
    CHECK(outcome_of(look_up(hub, R"({"credsStore":"fake"})", helpers)) == "from-fake@fake " + hub);
}

TEST_CASE("docker: what it detects is asked only if the file says nothing of logins")
{
    struct Row {
        std::string_view text, outcome;
    };
    for (const Row &row :
         {Row{"absent", "from-fake@fake q.io"}, Row{"{}", "from-fake@fake q.io"},
          Row{R"({"psFormat":"x"})", "from-fake@fake q.io"}, Row{"[]", "from-fake@fake q.io"},
          Row{R"({"auths":{"r.io":{}}})", "none"}, Row{R"({"credHelpers":{"r.io":"x"}})", "none"},
          Row{R"({"credsStore":"none"})", "none"}}) {
        CAPTURE(row.text);
        FakeHelpers helpers;
        DockerSettings settings;
        settings.detected_store = "fake";
        const Trace trace = look_up("q.io", row.text, helpers, std::move(settings));
        CHECK(outcome_of(trace) == row.outcome);
        if (trace.answer.outcome == Outcome::Helper)
            CHECK(trace.steps.back().source == Source::DetectedStore);
    }
}

TEST_CASE("docker: DOCKER_AUTH_CONFIG comes before the file")
{
    const std::string_view file = R"({"auths":{"q.io":{"auth":"dTpw"}}})";
    struct Row {
        std::string_view variable, outcome;
    };
    for (const Row &row :
         {Row{"", "u@q.io"}, Row{R"({"auths":{"q.io":{"auth":"djpw"}}})", "v@q.io"},
          Row{R"({"auths":{"https://q.io":{"auth":"djpw"}}})", "u@q.io"},
          Row{R"({"auths":{"q.io":{"auth":"@@"}}})", "u@q.io"}, Row{"{hunter2", "u@q.io"},
          Row{R"({"auths":{"q.io":{"auth":"djpw","email":"x"}}})", "u@q.io"}}) {
        CAPTURE(row.variable);
        FakeHelpers helpers;
        DockerSettings settings;
        settings.auth_config = SecretString(row.variable);
        const Trace trace = look_up("q.io", file, helpers, std::move(settings));
        CHECK(outcome_of(trace) == row.outcome);
        for (const Step &step : trace.steps)
            CHECK(step.detail.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("docker: an entry that is one of several spellings is said to be")
{
    FakeHelpers helpers;
    const Trace trace = look_up(
        "q.io", R"({"auths":{"https://q.io":{"auth":"dTpw"},"http://q.io":{"auth":"djpw"}}})",
        helpers);
    CHECK(outcome_of(trace) == "u@https://q.io");
    CHECK(trace.steps.back().detail == std::string(one_of_several));
}

TEST_CASE("docker: half a login ends the search and is not used")
{
    FakeHelpers helpers;
    const auto of = [&](const std::string &auth) {
        return outcome_of(
            look_up("q.io", R"({"auths":{"q.io":{"auth":")" + auth + R"("}}})", helpers));
    };
    CHECK(of("dTpw") == "u@q.io");
    CHECK(of("dTo=") == "none"); // u:
    for (const bool has_secret : {true, false}) {
        const AskHelper ask = [&](const std::string &, const std::string &) {
            return HelperReply::has({"u", SecretString(), has_secret});
        };
        const LoadedFile file = file_with(
            "c", R"({"credsStore":"x","auths":{"q.io":{"auth":"dTpw"}}})", Format::DockerConfig);
        const Trace trace = look_up_for_docker("q.io", file, {}, ask);
        CHECK(outcome_of(trace) == (has_secret ? "u@x q.io" : "none"));
    }
}

TEST_CASE("docker: a version that does not read DOCKER_AUTH_CONFIG goes on to the file")
{
    FakeHelpers helpers;
    DockerSettings settings;
    settings.auth_config = SecretString(std::string_view(R"({"auths":{"q.io":{"auth":"djpw"}}})"));
    settings.is_auth_config_read = false;
    const Trace trace =
        look_up("q.io", R"({"auths":{"q.io":{"auth":"dTpw"}}})", helpers, std::move(settings));
    CHECK(trace.steps.front().source == Source::Variable);
    CHECK(trace.steps.front().result == StepResult::Ignored);
    CHECK(outcome_of(trace) == "u@q.io");
}
