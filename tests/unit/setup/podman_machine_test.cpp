// SPDX-License-Identifier: MIT
// podman 6 and podman machine are on no machine that the tests run on: the rules are those of
// their sources.
#include "machine/read_settings.hpp"
#include "setup/configuration.hpp"
#include "setup/podman_machine.hpp"
#include "unit/setup/made.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using machine::Family;
using machine::Tool;
using machine::Version;

namespace {

constexpr const char *a_machine =
    R"({"Connection": {"Connections": {"vm": {"URI": "ssh://x", "IsMachine": true}}}})";
constexpr const char *a_server = R"({"Connection": {"Connections": {"far": {"URI": "ssh://x"}}}})";

} // namespace

TEST_CASE("a machine of podman 6 reads this person's registries.conf")
{
    const Tool podman_5{Family::Containers, "podman", Version{5, 8}};
    const Tool podman_6{Family::Containers, "podman", Version{6, 0}};
    const Tool podman{Family::Containers, "podman", std::nullopt};
    const Tool skopeo{Family::Containers, "skopeo", Version{1, 23}};
    struct Row {
        const char *name;
        std::vector<Tool> tools;
        const char *connections;
        bool is_harmed;
    };
    for (const Row &row : {Row{"podman 6", {podman_6}, a_machine, true},
                           Row{"podman of unknown age", {podman}, a_machine, true},
                           Row{"podman 5.8", {podman_5}, a_machine, false},
                           Row{"no podman", {skopeo}, a_machine, false},
                           Row{"a server elsewhere", {podman_6}, a_server, false},
                           Row{"no connection", {podman_6}, "{}", false}}) {
        CAPTURE(row.name);
        test::Machine home;
        home.write(".config/containers/podman-connections.json", row.connections);
        const machine::ToolSettings settings = machine::read_settings(std::nullopt, row.tools);
        CHECK(setup::machine_with_our_settings(settings) == (row.is_harmed ? "vm" : ""));
        machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
        setup::Configuration::Rules rules{.tools = {Family::Containers}, .all_registries = true};
        const std::string for_all =
            test::lines_of(setup::Configuration(settings, helpers, rules).warnings(), home);
        CHECK((for_all.find("the podman machine 'vm' reads this registries.conf too") !=
               std::string::npos) == row.is_harmed);
        CHECK((for_all.find("'cppsecret configure HOST'") != std::string::npos) == row.is_harmed);
        rules = {.tools = {Family::Containers}, .hosts = {"a.io"}};
        CHECK(test::lines_of(setup::Configuration(settings, helpers, rules).warnings(), home)
                  .find("podman machine") == std::string::npos);
    }
}
