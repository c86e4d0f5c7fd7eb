// SPDX-License-Identifier: MIT
// Which files of registries.conf the tools read, before podman 6 and from it on. What podman 6 does
// is in its sources; what came before, the rows of tests/e2e/lookup have judged by the tools.
#include "authfile/registries/registries_conf.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Paths = std::vector<std::string>;

constexpr RegistriesDialect podman_5{.has_podman_6_layout = false, .reads_old_variable = true};
constexpr RegistriesDialect podman_6{};
constexpr RegistriesDialect skopeo_1_22{.has_podman_6_layout = false, .reads_variable = false};

Environment ann_at(const std::string &home)
{
    Environment environment;
    environment.home = home;
    environment.uid = 1000;
    return environment;
}

/// The folders of the system are below a folder of the test.
struct Machine {
    test::TemporaryFolder folder;
    Environment environment = ann_at(folder / "home");

    /// A drop-in or file that names the helper `says`.
    void write(const std::string &name, const std::string &says) const
    {
        test::write_text(folder / name, "credential-helpers = [\"" + says + "\"]\n");
    }

    [[nodiscard]] std::string helper_of(const RegistriesDialect &dialect) const
    {
        RegistriesPaths paths = registries_paths(environment, dialect);
        for (Paths *of : {&paths.files, &paths.folders})
            for (std::string &path : *of)
                if (path.starts_with("/etc/") || path.starts_with("/usr/"))
                    path.insert(0, folder.path());
        return read_registries_conf(paths, dialect).credential_helpers().front();
    }
};

const std::string system_drop_ins = "etc/containers/registries.conf.d/";
const std::string user_drop_ins = "home/.config/containers/registries.conf.d/";
const std::string ours = user_drop_ins + "zz-cppsecret.conf";

} // namespace

TEST_CASE("before podman 6 the user's file replaces the system's file and drop-ins")
{
    const test::TemporaryFolder home;
    Environment environment = ann_at(home.path());
    const std::string user_folder = home / ".config/containers/registries.conf.d";
    CHECK(registries_paths(environment, podman_5).files ==
          Paths{"/etc/containers/registries.conf"});
    CHECK(registries_paths(environment, podman_5).folders ==
          Paths{"/etc/containers/registries.conf.d", user_folder});

    test::write_text(home / ".config/containers/registries.conf", "");
    environment.config_home = home / "elsewhere"; // not looked at
    environment.registries_conf_override = home / "last.conf";
    CHECK(registries_paths(environment, podman_5).files ==
          Paths{home / ".config/containers/registries.conf"});
    CHECK(registries_paths(environment, podman_5).folders == Paths{user_folder});
    CHECK(registries_paths(environment, podman_5).last.empty());

    environment.old_registries_conf = home / "old.conf";
    CHECK(registries_paths(environment, podman_5).files == Paths{home / "old.conf"});
    environment.registries_conf = home / "mine.conf";
    const RegistriesPaths named = registries_paths(environment, podman_5);
    CHECK(named.files == Paths{home / "mine.conf"});
    CHECK(named.folders.size() == 2);
    CHECK_THROWS_AS(static_cast<void>(read_registries_conf(named)), Error);
    CHECK(registries_paths(environment, skopeo_1_22).files ==
          Paths{home / ".config/containers/registries.conf"});
}

TEST_CASE("where podman 6 looks")
{
    Environment environment = ann_at("/home/ann");
    environment.config_home = "/conf";
    const RegistriesPaths paths = registries_paths(environment, podman_6);
    CHECK(paths.files == Paths{"/conf/containers/registries.conf",
                               "/etc/containers/registries.conf",
                               "/usr/share/containers/registries.conf"});
    CHECK(paths.folders == Paths{"/usr/share/containers/registries.conf.d",
                                 "/usr/share/containers/registries.rootless.conf.d",
                                 "/usr/share/containers/registries.rootless.conf.d/1000",
                                 "/etc/containers/registries.conf.d",
                                 "/etc/containers/registries.rootless.conf.d",
                                 "/etc/containers/registries.rootless.conf.d/1000",
                                 "/conf/containers/registries.conf.d"});
    environment.uid = 0;
    CHECK(registries_paths(environment, podman_6).folders ==
          Paths{"/usr/share/containers/registries.conf.d",
                "/usr/share/containers/registries.rootful.conf.d",
                "/etc/containers/registries.conf.d", "/etc/containers/registries.rootful.conf.d",
                "/conf/containers/registries.conf.d"});

    environment.config_home.reset();
    CHECK(registries_paths(environment, podman_6).files.front() ==
          "/home/ann/.config/containers/registries.conf");
    environment.is_config_home_empty = true;
    CHECK(registries_paths(environment, podman_6).files.front() == "containers/registries.conf");

    environment.registries_conf = "/named.conf";
    environment.old_registries_conf = "/old.conf";
    environment.registries_conf_override = "/last.conf";
    const RegistriesPaths named = registries_paths(environment, podman_6);
    CHECK(named.files == Paths{"/named.conf"});
    CHECK(named.variable == "CONTAINERS_REGISTRIES_CONF");
    CHECK(named.folders.empty());
    CHECK(named.last == "/last.conf");
}

TEST_CASE("who has the last word")
{
    struct Row {
        const char *name;
        std::vector<std::pair<std::string, std::string>> files; ///< and the helpers they name
        const char *before;                                     ///< podman 6
        const char *since;
        std::optional<std::string> config_home = {}; ///< below the folder of the test
    };
    const std::string elsewhere = "conf/containers/registries.conf.d/";
    const std::string auth_files = "containers-auth.json";
    const std::vector<Row> rows = {
        {"an administrator's 60-",
         {{ours, "ours"}, {system_drop_ins + "60-a.conf", "theirs"}},
         "ours",
         "ours"},
        {"99-", {{ours, "ours"}, {system_drop_ins + "99-a.conf", "theirs"}}, "ours", "ours"},
        {"ZZ-", {{ours, "ours"}, {system_drop_ins + "ZZ-a.conf", "theirs"}}, "ours", "ours"},
        {"zzz-", {{ours, "ours"}, {system_drop_ins + "zzz-a.conf", "theirs"}}, "ours", "theirs"},
        {"a name that sorts early",
         {{user_drop_ins + "50-cppsecret.conf", "ours"}, {system_drop_ins + "60-a.conf", "theirs"}},
         "ours",
         "theirs"},
        {"the same name",
         {{ours, "ours"}, {system_drop_ins + "zz-cppsecret.conf", "theirs"}},
         "ours",
         "ours"},
        {"below XDG_CONFIG_HOME",
         {{ours, "HOME's"}, {elsewhere + "50-a.conf", "XDG's"}},
         "HOME's",
         "XDG's",
         "conf"},
        {"one folder alone is not enough",
         {{ours, "ours"}},
         "ours",
         "containers-auth.json",
         "conf"},
        {"both are",
         {{ours, "ours"}, {elsewhere + "zz-cppsecret.conf", "ours"}},
         "ours",
         "ours",
         "conf"},
        {"the user's main file",
         {{"home/.config/containers/registries.conf", "ours"},
          {system_drop_ins + "60-a.conf", "theirs"}},
         "ours",
         "theirs"},
        {"a folder for users without root's rights",
         {{ours, "ours"}, {"etc/containers/registries.rootless.conf.d/zz-a.conf", "theirs"}},
         "ours",
         "ours"},
        {"a file there of one name",
         {{system_drop_ins + "a.conf", "all's"},
          {"etc/containers/registries.rootless.conf.d/a.conf", "rootless"}},
         "all's",
         "rootless"},
        {"the distribution's",
         {{"usr/share/containers/registries.conf", "theirs"}},
         "containers-auth.json",
         "theirs"},
    };
    for (const Row &row : rows) {
        CAPTURE(row.name);
        Machine machine;
        if (row.config_home)
            machine.environment.config_home = machine.folder / *row.config_home;
        for (const auto &[file, helper] : row.files)
            machine.write(file, helper);
        CHECK(machine.helper_of(podman_5) == row.before);
        CHECK(machine.helper_of(podman_6) == row.since);
    }
}

TEST_CASE("CONTAINERS_REGISTRIES_CONF_OVERRIDE has the last word from podman 6 on")
{
    Machine machine;
    machine.write(ours, "ours");
    machine.write("last.conf", "last");
    machine.environment.registries_conf_override = machine.folder / "last.conf";
    CHECK(machine.helper_of(podman_5) == "ours");
    CHECK(machine.helper_of(podman_6) == "last");
    machine.environment.registries_conf_override = machine.folder / "none.conf";
    CHECK_THROWS_AS(static_cast<void>(machine.helper_of(podman_6)), Error);
}

TEST_CASE("a folder of drop-ins that is a link is read from podman 6 on")
{
    const Machine machine;
    machine.write("real.d/a.conf", "linked");
    std::filesystem::create_directories(machine.folder / "home/.config/containers");
    std::filesystem::create_directory_symlink(
        machine.folder / "real.d",
        machine.folder / user_drop_ins.substr(0, user_drop_ins.size() - 1));
    CHECK(machine.helper_of(podman_5) == "containers-auth.json");
    CHECK(machine.helper_of(podman_6) == "linked");
}

TEST_CASE("the user's folders of drop-ins, of tools of any age")
{
    const test::TemporaryFolder home;
    Environment environment = ann_at(home.path());
    const std::string usual = home / ".config/containers/registries.conf.d";
    CHECK(user_drop_in_folders(environment) == Paths{usual});
    environment.config_home = home / ".config";
    CHECK(user_drop_in_folders(environment) == Paths{usual});
    environment.config_home = home / "conf";
    CHECK(user_drop_in_folders(environment) ==
          Paths{usual, home / "conf/containers/registries.conf.d"});
}
