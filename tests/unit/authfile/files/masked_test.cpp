// SPDX-License-Identifier: MIT
#include "authfile/files/document.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

std::string masked(std::string_view text)
{
    return Document::parse(SecretString(text), "config.json", Format::DockerConfig).masked();
}

} // namespace

TEST_CASE("every value that may be a secret is masked, names of helpers and keys are not")
{
    CHECK(masked(R"({"auths": {"quay.io": {"auth" : "YTpi", "email":"a@b"}},
  "credHelpers":{"x.example" : "pass"}, "credsStore":"secretservice",
  "HttpHeaders": {"X": ["s3cret", 1, "\"\\"]}, "n": 12})") ==
          R"({"auths": {"quay.io": {"auth" : "…", "email":"…"}},
  "credHelpers":{"x.example" : "pass"}, "credsStore":"secretservice",
  "HttpHeaders": {"X": ["…", 1, "…"]}, "n": 12})");
    CHECK(masked("\n") == "\n");
    CHECK(masked(R"({"a\":":"b"})") == R"({"a\":":"…"})");
}
