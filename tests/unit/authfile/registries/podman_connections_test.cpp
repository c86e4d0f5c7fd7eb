// SPDX-License-Identifier: MIT
#include "authfile/registries/podman_connections.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <stdlib.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

Environment environment_in(const test::TemporaryFolder &folder)
{
    Environment environment;
    environment.home = folder.path();
    return environment;
}

} // namespace

TEST_CASE("trap 9: a connection of podman's is found wherever it is named")
{
    struct Row {
        std::string file;
        std::string text;
        bool is_connection;
    };
    for (const Row &row :
         {Row{"podman-connections.json",
              R"({"Connection":{"Connections":{"vm":{"URI":"ssh://x"}}}})", true},
          Row{"podman-connections.json", R"({"Connection":{}})", false},
          Row{"podman-connections.json", "broken", true},
          Row{"containers.conf", "[engine.service_destinations.vm]\nuri = \"ssh://x\"\n", true},
          Row{"containers.conf", "[engine]\nremote = true\n", true},
          Row{"containers.conf", "[engine]\nevents_logger = \"file\"\n", false},
          Row{"containers.conf.d/10.conf", "[engine.service_destinations.vm]\nuri = \"x\"\n", true},
          Row{"containers.conf.d/10.txt", "[engine.service_destinations.vm]\nuri = \"x\"\n",
              false}}) {
        CAPTURE(row.file);
        CAPTURE(row.text);
        const test::TemporaryFolder folder;
        const std::string path = folder / (".config/containers/" + row.file);
        test::write_text(path, row.text);
        CHECK(find_podman_connection(environment_in(folder)) == (row.is_connection ? path : ""));
    }
}

TEST_CASE("trap 9: the variable counts too")
{
    const test::TemporaryFolder folder;
    ::setenv("CONTAINER_HOST", "ssh://x", 1);
    CHECK(find_podman_connection(environment_in(folder)) == "CONTAINER_HOST");
    ::unsetenv("CONTAINER_HOST");
    CHECK(find_podman_connection(environment_in(folder)).empty());
}

TEST_CASE("only a connection with IsMachine is podman's virtual machine")
{
    struct Row {
        const char *name;
        std::string text, machine;
    };
    for (const Row &row : {
             Row{"one", R"({"Connection":{"Default":"vm","Connections":{"vm":{"URI":"ssh://x",
                 "IsMachine":true}}}})",
                 "vm"},
             Row{"a server", R"({"Connection":{"Connections":{"far":{"URI":"ssh://x"}}}})", ""},
             Row{"beside a server", R"({"Connection":{"Connections":{"far":{"IsMachine":false},
                 "vm":{"IsMachine":true}}}})",
                 "vm"},
             Row{"no connections", R"({"Connection":{},"Farm":{}})", ""},
             Row{"no JSON", "broken", ""},
         }) {
        CAPTURE(row.name);
        const test::TemporaryFolder folder;
        test::write_text(folder.path() + "/.config/containers/podman-connections.json", row.text);
        CHECK(find_podman_machine(environment_in(folder)) == row.machine);
    }
    CHECK(find_podman_machine(environment_in(test::TemporaryFolder())).empty());
}
