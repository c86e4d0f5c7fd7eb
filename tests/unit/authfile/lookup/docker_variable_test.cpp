// SPDX-License-Identifier: MIT
// As the sources of docker's client (28.3, cli/config/configfile) read DOCKER_AUTH_CONFIG.
#include "authfile/lookup/docker_variable.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

/// Why docker refuses the text; empty if it does not.
std::string problem_with(std::string_view text)
{
    return problem_of_docker_variable(SecretString(text));
}

} // namespace

TEST_CASE("DOCKER_AUTH_CONFIG that docker takes")
{
    struct Row {
        std::string_view text;
        std::size_t entries;
    };
    for (const Row &row : {
             Row{R"({"auths":{"q.io":{"auth":"dTpw"},"r.io":{"auth":"dTpw"}}})", 2},
             Row{R"({"AUTHS":{"q.io":{"Auth":"dTpw"}}})", 1},
             Row{R"({"auths":{"q.io":{"auth":"dTo="}}})", 1},
             Row{R"({"auths":{"q.io":{},"q.io":{"auth":"dTpw"}}})", 1},
             Row{"{\"auths\":{\"q.io\":{\"auth\":\"dTpw\"}}} \n", 1},
             Row{R"({"auths":{"q.io":{"auth":"dTpw"}}}})", 1},
             Row{R"({"auths":null})", 0},
             Row{"{}", 0},
             Row{"null", 0},
             Row{" \n", 0},
         }) {
        CAPTURE(row.text);
        CHECK(problem_with(row.text).empty());
        CHECK(parse_docker_variable(SecretString(row.text)).auths().size() == row.entries);
    }
}

TEST_CASE("DOCKER_AUTH_CONFIG that docker refuses as a whole")
{
    const std::string refused = "docker refuses all of it: ";
    struct Row {
        std::string_view text, reason;
    };
    for (const Row &row : {
             Row{R"({"auths":{"q.io":{"auth":"dTpw"}},"credsStore":"x"})",
                 "'credsStore' is not allowed in it"},
             Row{R"({"auths":{},"HttpHeaders":{}})", "'HttpHeaders' is not allowed in it"},
             Row{R"({"auths":{"q.io":{"auth":"dTpw","email":"x"}}})",
                 "'email' is not allowed in it"},
             Row{R"({"auths":{"q.io":{"username":"u"},"q.io":{"auth":"dTpw"}}})",
                 "'username' is not allowed in it"},
             Row{R"({"auths":{"q.io":{"auth":"dTpw"},"r.io":{}}})",
                 "the entry 'r.io' has no 'auth'"},
             Row{R"({"auths":{"q.io":{"auth":"dTpw"},"r.io":null}})",
                 "the entry 'r.io' has no 'auth'"},
             Row{R"({"auths":{"q.io":{"auth":""}}})", "the entry 'q.io' has no 'auth'"},
             Row{R"({"auths":{"q.io":{"auth":"@@"}}})", "the 'auth' of 'q.io' is not base64"},
             Row{R"({"auths":{"q.io":{"auth":"dTpw"}}} {})",
                 "there is something behind its JSON object"},
             Row{R"({"auths":{"q.io":{"auth":"dTpw"}}} trailing)",
                 "there is something behind its JSON object"},
         }) {
        CAPTURE(row.text);
        CHECK(problem_with(row.text) == refused + std::string(row.reason));
    }
    for (const std::string_view text : {"/home/ann/config.json", "~/x", "config.json", "$HOME/x",
                                        "C:\\config.json", "\"/x/config.json\"", "7"}) {
        CAPTURE(text);
        CHECK(problem_with(text) ==
              refused + "it has to be the JSON itself, not the path of a file");
    }
    CHECK(problem_with("eyJhdXRocyI6e319Cg==") ==
          refused + "it has to be the JSON itself, not base64");
    for (const std::string_view text :
         {"[]", "7", "no JSON", "{\"auths\":{", R"({"auths":[]})", R"({"auths":{"q.io":7}})"}) {
        CAPTURE(text);
        CHECK_FALSE(problem_with(text).empty());
    }
}
