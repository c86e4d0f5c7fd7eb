// SPDX-License-Identifier: MIT
#include "machine/finding.hpp"
#include "support/environment.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

TEST_CASE("the command against an error")
{
    const test::Variable variable("CONTAINERS_REGISTRIES_CONF", "/absent");
    struct Row {
        const char *name;
        Error error;
        std::string command;
    };
    for (const Row &row : {
             Row{"its hint", Error(Errc::Input, "x", "run: mv a b", "a"), "mv a b"},
             Row{"a variable that is set",
                 Error(Errc::System, "x", {}, "CONTAINERS_REGISTRIES_CONF"),
                 "unset CONTAINERS_REGISTRIES_CONF"},
             Row{"a file", Error(Errc::Input, "x", {}, "/f.conf"), "${EDITOR:-vi} /f.conf"},
             Row{"a file without its folder", Error(Errc::Input, "x", {}, "auth.json"),
                 "${EDITOR:-vi} auth.json"},
             Row{"one with the name of no variable", Error(Errc::Input, "x", {}, "AUTH"),
                 "${EDITOR:-vi} AUTH"},
             Row{"a file that cannot be read", Error(Errc::System, "x", {}, "/f.conf"), ""},
             Row{"nothing", Error(Errc::Input, "x"), ""},
         }) {
        CAPTURE(row.name);
        CHECK(command_against(row.error).text() == row.command);
    }
}

TEST_CASE("a link to nothing is removed")
{
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink("/nonexistent", folder / "link");
    CHECK(command_against(Error(Errc::System, "x", {}, folder / "link")).text() ==
          "rm " + folder / "link");
}
