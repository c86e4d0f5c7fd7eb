// SPDX-License-Identifier: MIT
#include "authfile/files/loaded_file.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <initializer_list>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

TEST_CASE("what stands behind the first value is a problem, and docker's file is read up to there")
{
    const test::TemporaryFolder folder;
    const std::string path = folder / "config.json";
    for (const std::string &rest :
         std::initializer_list<std::string>{"}", " {}", "\nno JSON", "\"", std::string(1, '\0')}) {
        test::write_text(path, R"({"credHelpers":{"q.io":"x"}})" + rest);
        const LoadedFile docker = load_file({path, Format::DockerConfig, Role::Docker});
        CHECK(docker.problem);
        REQUIRE(docker.document);
        CHECK(docker.document->find_helper("q.io") != nullptr);
        const LoadedFile podman = load_file({path, Format::AuthJson, Role::Primary});
        CHECK(podman.problem);
        CHECK_FALSE(podman.document);
    }
}

TEST_CASE("a file whose first value is no auth file has no document")
{
    const test::TemporaryFolder folder;
    const std::string path = folder / "config.json";
    for (const std::string text :
         {"[] x", "{\"auths\":7} x", "{\"auths\":", "\xef\xbb\xbf{} x", "x"}) {
        test::write_text(path, text);
        const LoadedFile file = load_file({path, Format::DockerConfig, Role::Docker});
        CHECK(file.problem);
        CHECK_FALSE(file.document);
    }
}
