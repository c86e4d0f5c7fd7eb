// SPDX-License-Identifier: MIT
#include "machine/helper_findings.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;
using authfile::Format;

namespace {

authfile::Document document_of(const char *text, Format format)
{
    return authfile::Document::parse(SecretString(std::string_view(text)),
                                     format == Format::DockerConfig ? "/config.json" : "/auth.json",
                                     format);
}

} // namespace

TEST_CASE("how an entry that leads nowhere is mended")
{
    struct Row {
        const char *name, *text;
        Format format;
        std::string without_helper, without_login;
    };
    for (const Row &row :
         {Row{"another helper's", R"({"credHelpers": {"a.io": "pass"}})", Format::DockerConfig,
              "cppsecret configure --force --tool docker a.io", "${EDITOR:-vi} /config.json"},
          Row{"in podman's file", R"({"credHelpers": {"a.io": "pass"}})", Format::AuthJson,
              "cppsecret configure --force --authfile /auth.json a.io", "${EDITOR:-vi} /auth.json"},
          Row{"under a key that configure does not write",
              R"({"credHelpers": {"docker.io": "pass"}})", Format::DockerConfig,
              "${EDITOR:-vi} /config.json", "${EDITOR:-vi} /config.json"},
          Row{"of no registry", R"({"credHelpers": {"https://a.io/x": "pass"}})", Format::AuthJson,
              "${EDITOR:-vi} /auth.json", "${EDITOR:-vi} /auth.json"},
          Row{"ours", R"({"credHelpers": {"a.io": "cppsecret"}})", Format::AuthJson, "",
              "cppsecret unconfigure --authfile /auth.json a.io"},
          Row{"ours for docker", R"({"credHelpers": {"a.io": "cppsecret"}})", Format::DockerConfig,
              "", "cppsecret unconfigure --tool docker a.io"},
          Row{"ours for Docker Hub, whose unconfigure takes credsStore too",
              R"({"credHelpers": {"https://index.docker.io/v1/": "cppsecret"}})",
              Format::DockerConfig, "", "${EDITOR:-vi} /config.json"}})
        SUBCASE(row.name)
        {
            const auto document = document_of(row.text, row.format);
            const auto &entry = document.helpers().front();
            const Finding dangling = dangling_helper(document, entry, "it is broken");
            CHECK(dangling.severity == Severity::Error);
            CHECK(dangling.what == "'" + document.name() + "' names the helper '" + entry.helper +
                                       "' for '" + entry.registry + "': it is broken");
            CHECK(dangling.command.text() == row.without_helper);
            const Finding empty = helper_without_login(document, entry);
            CHECK(empty.severity == Severity::Warning);
            CHECK(empty.command.text() == row.without_login);
        }
}

TEST_CASE("what to do about a helper that cannot be asked")
{
    struct Row {
        const char *name, *text, *advice;
    };
    for (const Row &row :
         {Row{"another one", R"({"credHelpers": {"a.io": "pass"}})",
              "install that helper, or let ours take its place"},
          Row{"ours", R"({"credHelpers": {"a.io": "cppsecret"}})",
              "install the helper where the tools find it"},
          Row{"of no registry", R"({"credHelpers": {"*.io": "pass"}})",
              "take the entry out of 'credHelpers'"},
          Row{"one without a name, which nobody can install", R"({"credHelpers": {"a.io": ""}})",
              "take the entry out, or name a helper"}})
        SUBCASE(row.name)
        {
            const auto document = document_of(row.text, Format::AuthJson);
            CHECK(dangling_helper(document, document.helpers().front(), "it is broken").advice ==
                  row.advice);
        }
}

TEST_CASE("the host to name a helper for is told, where the key has one")
{
    const auto advice = [](const char *text) {
        const auto document = document_of(text, Format::AuthJson);
        return unasked_helper(document, document.helpers().front()).advice;
    };
    CHECK(advice(R"({"credHelpers": {"https://b.io/v2/": "pass"}})") ==
          "name the helper for 'b.io'");
    CHECK(advice(R"({"credHelpers": {"*.b.io": "pass"}})") ==
          "take the entry out, and name the helper for each host");
}
