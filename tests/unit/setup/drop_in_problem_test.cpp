// SPDX-License-Identifier: MIT
// What keeps a login out of the keyring though our drop-in is there, by the versions of the tools.
#include "machine/read_settings.hpp"
#include "setup/drop_in.hpp"
#include "unit/setup/made.hpp"
#include "unit/setup/tools.hpp"

#include <filesystem>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;
using namespace cppsecret::test;

namespace {

/// A line for each problem: "TOOLS: CAUSE; what to do".
std::string problems(const Machine &home, const std::vector<Tool> &tools,
                     const authfile::PlannedFiles &planned = {})
{
    const machine::ToolSettings settings = machine::read_settings(std::nullopt, tools);
    std::string text;
    for (const ToolsProblem &one : find_drop_in_problems(settings, planned))
        text += in_words(one.tools) + ": " + one.problem.cause + "; " +
                (one.problem.command.empty() ? one.problem.advice : one.problem.command.text()) +
                "\n";
    return home.shortened(text);
}

/// As `configure --all-registries` leaves it.
void write_drop_ins()
{
    for (const auto &[path, text] : planned_drop_ins(authfile::environment_of_process(), false))
        write_text(path, text);
}

struct Row {
    const char *name;
    std::vector<std::pair<const char *, const char *>> variables; ///< ~ is the home
    void (*change)(Machine &);
    std::string problems; ///< of podman 4.3, 5.8 and 6.0
};

std::string in_home(std::string value, const Machine &home)
{
    return value.starts_with("~") ? home / value.substr(2) : value;
}

const std::string ours = "~/.config/containers/registries.conf.d/zz-cppsecret.conf";

} // namespace

TEST_CASE("what stands against the drop-in")
{
    const auto nothing = [](Machine &) {};
    const std::vector<Row> rows = {
        {"nothing", {}, nothing, ""},
        {"DOCKER_CONFIG",
         {{"DOCKER_CONFIG", "~/d"}},
         nothing,
         "podman 5.8, podman 6.0: DOCKER_CONFIG is set, so it is stored in "
         "'~/d/config.json' in docker's format; unset DOCKER_CONFIG\n"},
        {"DOCKER_CONFIG beside REGISTRY_AUTH_FILE",
         {{"DOCKER_CONFIG", "~/d"}, {"REGISTRY_AUTH_FILE", "~/a"}},
         nothing,
         ""},
        {"XDG_CONFIG_HOME, as it was when the drop-in was written",
         {{"XDG_CONFIG_HOME", "~/x"}},
         nothing,
         ""},
        {"XDG_CONFIG_HOME that is empty",
         {{"XDG_CONFIG_HOME", ""}},
         nothing,
         "podman 6.0: XDG_CONFIG_HOME is empty, so registries.conf is read from 'containers' in "
         "the working directory; unset XDG_CONFIG_HOME\n"},
        {"CONTAINERS_REGISTRIES_CONF",
         {{"CONTAINERS_REGISTRIES_CONF", "~/named.conf"}},
         [](Machine &home) { home.write("named.conf", ""); },
         "podman 6.0: CONTAINERS_REGISTRIES_CONF is set, so drop-ins are not read; unset "
         "CONTAINERS_REGISTRIES_CONF\n"},
        {"CONTAINERS_REGISTRIES_CONF of a file that is not there",
         {{"CONTAINERS_REGISTRIES_CONF", "~/named.conf"}},
         nothing,
         "podman 4.3, podman 5.8, podman 6.0: '~/named.conf' does not exist; unset "
         "CONTAINERS_REGISTRIES_CONF\n"},
        {"CONTAINERS_REGISTRIES_CONF_OVERRIDE",
         {{"CONTAINERS_REGISTRIES_CONF_OVERRIDE", "~/last.conf"}},
         [](Machine &home) {
             home.write("last.conf", "credential-helpers = [\"containers-auth.json\"]\n");
         },
         "podman 6.0: '~/last.conf' overrides '" + ours +
             "'; unset CONTAINERS_REGISTRIES_CONF_OVERRIDE\n"},
        {"a later file",
         {},
         [](Machine &home) {
             home.write(".config/containers/registries.conf.d/zzz.conf",
                        "credential-helpers = [\"containers-auth.json\"]\n");
         },
         "podman 4.3, podman 5.8, podman 6.0: "
         "'~/.config/containers/registries.conf.d/zzz.conf' overrides '" +
             ours + "'; ${EDITOR:-vi} ~/.config/containers/registries.conf.d/zzz.conf\n"},
        {"version 1 of the format",
         {},
         [](Machine &home) {
             home.write(".config/containers/registries.conf",
                        "[registries.search]\nregistries = [\"a.io\"]\n");
         },
         "podman 6.0: '~/.config/containers/registries.conf', line 1, column 1: version 1 of the "
         "format, which podman 6, buildah 1.44 and skopeo 1.23 refuse; ${EDITOR:-vi} "
         "~/.config/containers/registries.conf\n"},
        {"a short-name-mode that is none",
         {},
         [](Machine &home) {
             home.write(".config/containers/registries.conf", "short-name-mode = \"prompt\"\n");
         },
         "podman 4.3, podman 5.8, podman 6.0: '~/.config/containers/registries.conf', line 1, "
         "column 19: 'short-name-mode' is none of enforcing, permissive and disabled; "
         "${EDITOR:-vi} ~/.config/containers/registries.conf\n"},
        {"a folder that is a link",
         {},
         [](Machine &home) {
             const std::string folder = home / ".config/containers/registries.conf.d";
             std::filesystem::rename(folder, home / "real.d");
             std::filesystem::create_directory_symlink(home / "real.d", folder);
         },
         "podman 4.3, podman 5.8: '~/.config/containers/registries.conf.d' is a symbolic link and "
         "is not followed; cp -rL ~/.config/containers/registries.conf.d "
         "~/.config/containers/registries.conf.d.new && rm ~/.config/containers/registries.conf.d "
         "&& mv ~/.config/containers/registries.conf.d.new "
         "~/.config/containers/registries.conf.d\n"},
        {"a drop-in that somebody has changed",
         {},
         [](Machine &home) {
             home.write(".config/containers/registries.conf.d/zz-cppsecret.conf", "");
         },
         "podman 4.3, podman 5.8, podman 6.0: no file in '~/.config/containers/registries.conf.d' "
         "names our helper; cppsecret configure --tool containers --all-registries\n"},
        {"no helper",
         {},
         [](Machine &home) {
             std::filesystem::remove(home / "bin/docker-credential-cppsecret-containers");
         },
         "podman 4.3, podman 5.8, podman 6.0: 'docker-credential-cppsecret-containers' is not in "
         "PATH; install the helper where the tools find it\n"},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        Machine home;
        std::list<Variable> variables;
        for (const auto &[name, value] : row.variables)
            variables.emplace_back(name, in_home(value, home));
        write_drop_ins();
        row.change(home);
        CHECK(problems(home, {podman_4_3, podman_5_8, podman_6}) == row.problems);
    }
}

TEST_CASE("what is going to be written counts as if it were there")
{
    Machine home;
    home.write("x/containers/registries.conf", "");
    const Variable variable("XDG_CONFIG_HOME", home / "x");
    const auto planned = planned_drop_ins(authfile::environment_of_process(), true);
    CHECK(planned.size() == 2);
    CHECK(problems(home, {podman_5_8, podman_6}, planned).empty());
    CHECK(problems(home, {podman_6}) ==
          "podman 6.0: no file in '~/x/containers/registries.conf.d' names our helper; cppsecret "
          "configure --tool containers --all-registries\n");
}

TEST_CASE("buildah and skopeo pass over CONTAINERS_REGISTRIES_CONF, as far as they do")
{
    Machine home;
    home.write("named.conf", "credential-helpers = [\"containers-auth.json\"]\n");
    const Variable variable("CONTAINERS_REGISTRIES_CONF", home / "named.conf");
    write_drop_ins();
    CHECK(problems(home, {buildah_1_43, skopeo_1_22}).empty());
    CHECK(problems(home, {skopeo_1_22, skopeo_1_23}).starts_with("skopeo 1.23: CONTAINERS_"));
}
