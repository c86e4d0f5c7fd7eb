// SPDX-License-Identifier: MIT
#include "machine/read_settings.hpp"
#include "setup/configuration.hpp"
#include "setup/podman_api.hpp"
#include "unit/setup/made.hpp"
#include "unit/setup/tools.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using namespace cppsecret::test;

namespace {

/// What `configure --all-registries` would change below HOME, where root's unit is not.
std::string planned_with(const Tool &tool, const Machine &home)
{
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, {tool});
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

TEST_CASE("podman 6 gets an order of its own for its API, an older one and skopeo do not")
{
    const char *const order = "~/.config/containers/cppsecret-podman-api.conf: # written by "
                              "'cppsecret configure --all-registries'\ncredential-helpers = "
                              "[\"containers-auth.json\", \"cppsecret-containers\"]\n";
    const Machine home;
    CHECK(has(planned_with(podman_6, home), order));
    CHECK_FALSE(has(planned_with(podman_5_8, home), "podman-api"));
    CHECK_FALSE(has(planned_with(skopeo_1_23, home), "podman-api"));
}

TEST_CASE("its unit names the file")
{
    CHECK(planned_podman_api_files(user_at("/home/ann", 1000))
              .at("/home/ann/.config/systemd/user/podman.service.d/cppsecret.conf") ==
          "# written by 'cppsecret configure --all-registries'\n[Service]\n"
          "Environment=\"CONTAINERS_REGISTRIES_CONF_OVERRIDE=/home/ann/.config/containers/"
          "cppsecret-podman-api.conf\"\n");
}

TEST_CASE("what is taken away is as we write it")
{
    const Machine home;
    const authfile::Environment environment = user_at(home / "ann", 1000);
    for (const auto &[path, text] : planned_podman_api_files(environment))
        write_text(path, text);
    write_text(podman_api_files(environment).registries, "# mine\n");
    FileEdits edits;
    remove_podman_api_files(edits, environment);
    CHECK(made(edits, home) ==
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
    CHECK(reload_command(user_at("/root", 0)).text() ==
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
    write_text(home / "run/podman/podman.sock", "");
    CHECK(find_podman_socket(environment) == home / "run/podman/podman.sock");
    const std::string link = home / "ann/.config/systemd/user/sockets.target.wants/podman.socket";
    write_text(link, "");
    CHECK(find_podman_socket(environment) == link);
}
