// SPDX-License-Identifier: MIT
#include "machine/read_settings.hpp"
#include "setup/configuration.hpp"
#include "setup/podman_api.hpp"
#include "unit/setup/made.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using machine::Family;
using machine::Tool;
using machine::Version;
using test::Machine;

namespace {

const Tool podman_5{Family::Containers, "podman", Version{5, 8}};
const Tool podman_6{Family::Containers, "podman", Version{6, 0}};
const Tool skopeo_1_23{Family::Containers, "skopeo", Version{1, 23}};

/// What `configure --all-registries` would change; root's unit is not below HOME.
std::string planned_with(const std::vector<Tool> &tools, const Machine &home)
{
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, tools);
    machine::HelperOracle helpers(keyring::Listing(), machine::Others::Ask);
    const Configuration configuration(settings, helpers,
                                      {.tools = {Family::Containers}, .all_registries = true});
    FileEdits edits;
    configuration.plan(edits);
    std::string text;
    for (const FileChange &change : edits.preview())
        text += change.path + ": " + change.after + "\n";
    return home.shortened(text);
}

bool has(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

authfile::Environment user_at(const std::string &home, uid_t uid)
{
    authfile::Environment environment;
    environment.home = home;
    environment.uid = uid;
    return environment;
}

} // namespace

TEST_CASE("podman 6 gets an order of its own for its API")
{
    const Machine home;
    const std::string planned = planned_with({podman_6}, home);
    CHECK(has(planned, "~/.config/containers/cppsecret-podman-api.conf: # written by 'cppsecret "
                       "configure --all-registries'\ncredential-helpers = "
                       "[\"containers-auth.json\", \"cppsecret-containers\"]\n"));
    CHECK(has(planned, "podman.service.d/cppsecret.conf: # written by"));
    CHECK(has(planned, "[Service]\nEnvironment=\"CONTAINERS_REGISTRIES_CONF_OVERRIDE=~/.config/"
                       "containers/cppsecret-podman-api.conf\"\n"));
}

TEST_CASE("an older podman, and another tool alone, do not")
{
    for (const Tool &tool : {podman_5, skopeo_1_23}) {
        const Machine home;
        CHECK_FALSE(has(planned_with({tool}, home), "podman-api"));
    }
}

TEST_CASE("what is taken away is as we write it")
{
    const Machine home;
    const authfile::Environment environment = user_at(home / "ann", 1000);
    for (const auto &[path, text] : planned_podman_api_files(environment))
        test::write_text(path, text);
    test::write_text(podman_api_files(environment).registries, "# mine\n");
    FileEdits edits;
    remove_podman_api_files(edits, environment);
    CHECK(test::made(edits, home) ==
          "~/ann/.config/systemd/user/podman.service.d/cppsecret.conf: gone\n");
}

TEST_CASE("whose the files are")
{
    CHECK(podman_api_files(user_at("/home/ann", 1000)).unit ==
          "/home/ann/.config/systemd/user/podman.service.d/cppsecret.conf");
    authfile::Environment elsewhere = user_at("/home/ann", 1000);
    elsewhere.config_home = "/conf";
    CHECK(podman_api_files(elsewhere).unit == "/conf/systemd/user/podman.service.d/cppsecret.conf");
    const PodmanApiFiles of_root = podman_api_files(user_at("/root", 0));
    CHECK(of_root.unit == "/etc/systemd/system/podman.service.d/cppsecret.conf");
    CHECK(of_root.registries == "/root/.config/containers/cppsecret-podman-api.conf");
    CHECK(reload_command(user_at("/root", 0)) ==
          "systemctl daemon-reload && systemctl try-restart podman.service");
    // as systemd reads it
    const auto planned = planned_podman_api_files(user_at("/home/100% \"a\\b\"", 1000));
    CHECK(has(planned.rbegin()->second, "OVERRIDE=/home/100%% \\\"a\\\\b\\\"/.config/"));
}

TEST_CASE("what shows that podman.socket is in use")
{
    const Machine home;
    authfile::Environment environment = user_at(home / "ann", 1000);
    environment.runtime_dir = home / "run";
    CHECK(find_podman_socket(environment).empty());
    test::write_text(home / "run/podman/podman.sock", "");
    CHECK(find_podman_socket(environment) == home / "run/podman/podman.sock");
    const std::string link = home / "ann/.config/systemd/user/sockets.target.wants/podman.socket";
    test::write_text(link, "");
    CHECK(find_podman_socket(environment) == link);
}
