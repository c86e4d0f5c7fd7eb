// SPDX-License-Identifier: MIT
#include "authfile/registries/crio_conf.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

TEST_CASE("CRI-O's global_auth_file")
{
    struct Row {
        const char *name;
        std::map<std::string, std::string> files;
        std::string path;
    };
    const auto setting = [](const std::string &path) {
        return "[crio.image]\nglobal_auth_file = \"" + path + "\"\n";
    };
    const std::vector<Row> rows = {
        {"nothing", {}, ""},
        {"crio.conf", {{"crio.conf", setting("/a")}}, "/a"},
        {"a drop-in comes later",
         {{"crio.conf", setting("/a")}, {"crio.conf.d/b", setting("/b")}},
         "/b"},
        {"of two the last by name",
         {{"crio.conf.d/2", setting("/b")}, {"crio.conf.d/1", setting("/c")}},
         "/b"},
        {"taken back", {{"crio.conf", setting("/a")}, {"crio.conf.d/b", setting("")}}, ""},
        {"one that says nothing of it",
         {{"crio.conf", setting("/a")}, {"crio.conf.d/b", "[crio]\n"}},
         "/a"},
        {"no TOML", {{"crio.conf", setting("/a")}, {"crio.conf.d/b", "["}}, "/a"},
        {"not a text", {{"crio.conf", "[crio.image]\nglobal_auth_file = 1\n"}}, ""},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        const test::TemporaryFolder folder;
        for (const auto &[name, text] : row.files)
            test::write_text(folder.path() + "/" + name, text);
        CHECK(crio_auth_file(folder.path()) == row.path);
    }
}
