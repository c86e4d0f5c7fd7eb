// SPDX-License-Identifier: MIT
#include "authfile/lookup/trace_text.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret::authfile;

TEST_CASE("where a step looked")
{
    struct Row {
        Source source;
        const char *file, *key;
        std::string_view place, word;
    };
    for (const Row &row :
         {Row{Source::File, "/a.json", "", "'/a.json'", "file"},
          Row{Source::CredentialHelpers, "", "", "registries.conf", "credential-helpers"},
          Row{Source::CredentialHelpers, "/50.conf", "", "credential-helpers of '/50.conf'",
              "credential-helpers"},
          Row{Source::CredHelpers, "/a.json", "a.io", "credHelpers of '/a.json', 'a.io'",
              "credHelpers"},
          Row{Source::CredsStore, "/a.json", "", "credsStore of '/a.json'", "credsStore"},
          Row{Source::DetectedStore, "", "", "the detected helper", "detected"},
          Row{Source::Auths, "/a.json", "a.io", "auths of '/a.json', 'a.io'", "auths"},
          Row{Source::Variable, "", "a.io", "the variable DOCKER_AUTH_CONFIG",
              "DOCKER_AUTH_CONFIG"},
          Row{Source::RegistriesConf, "", "", "registries.conf", "registries.conf"}})
        SUBCASE(row.place.data())
        {
            CHECK(place_of({row.source, row.file, row.key, {}, StepResult::Found, {}}) ==
                  row.place);
            CHECK(word_for(row.source) == row.word);
        }
}

TEST_CASE("how a step ended")
{
    struct Row {
        StepResult result;
        const char *helper, *detail;
        std::string_view text, word;
    };
    for (const Row &row :
         {Row{StepResult::Found, "", "", "found", "found"},
          Row{StepResult::Found, "pass", "", "'docker-credential-pass' has a login", "found"},
          Row{StepResult::NotFound, "", "", "nothing", "not-found"},
          Row{StepResult::NotFound, "pass", "", "'docker-credential-pass' has no login",
              "not-found"},
          Row{StepResult::Ignored, "", "not read\nby podman", "ignored: not read by podman",
              "ignored"},
          Row{StepResult::Ignored, "pass", "", "'docker-credential-pass' is ignored", "ignored"},
          Row{StepResult::Failed, "", "", "failed", "failed"},
          Row{StepResult::Failed, "pass", "no", "'docker-credential-pass' failed: no", "failed"}})
        SUBCASE(row.text.data())
        {
            CHECK(result_of({Source::Auths, {}, {}, row.helper, row.result, row.detail}) ==
                  row.text);
            CHECK(word_for(row.result) == row.word);
        }
}

TEST_CASE("the end of a search in one line")
{
    struct Row {
        Outcome outcome;
        const char *file, *helper;
        bool is_token;
        std::string_view text, word;
    };
    for (const Row &row :
         {Row{Outcome::None, "", "", false, "no login; the image is pulled without one", "none"},
          Row{Outcome::Failed, "", "", false, "an error; the image is not pulled at all", "failed"},
          Row{Outcome::Helper, "/a", "pass", false, "user 'ann' from 'docker-credential-pass'",
              "helper"},
          Row{Outcome::Entry, "/a", "", true, "an identity token from '/a'", "entry"},
          Row{Outcome::Entry, "", "", false, "user 'ann' from DOCKER_AUTH_CONFIG", "entry"}})
        SUBCASE(row.text.data())
        {
            Trace trace;
            trace.answer.outcome = row.outcome;
            trace.answer.file = row.file;
            trace.answer.helper = row.helper;
            trace.answer.username = "ann";
            trace.answer.is_identity_token = row.is_token;
            CHECK(summary_of(trace) == row.text);
            CHECK(word_for(row.outcome) == row.word);
        }
}

TEST_CASE("of several places the end is about the one")
{
    Trace trace;
    CHECK(summary_of(trace, false) == "no login; it is asked without one");
    trace.answer.outcome = Outcome::Failed;
    CHECK(summary_of(trace, false) == "an error; the image is not pulled from there");
}
