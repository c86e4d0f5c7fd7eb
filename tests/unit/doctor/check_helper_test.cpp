// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

doctor::OurHelper &first(Snapshot &snapshot)
{
    return snapshot.programs.our_helpers.at(0);
}

constexpr std::string_view install_as_root =
    "sudo install -m 755 /opt/docker-credential-cppsecret /usr/bin/docker-credential-cppsecret";
constexpr std::string_view install = install_as_root.substr(5);

} // namespace

TEST_CASE("docker from the snap is named, with the file that it reads")
{
    judge(doctor::check_helper,
          {{"the snap's",
            [](Snapshot &s) {
                s.programs.tools = {{Family::Docker, "docker", {}, true}};
            },
            Severity::Ok, "helper", "docker is the one of the snap: it reads '/home/ann/", ""}});
    judge_silence(doctor::check_helper, {{"another", [](Snapshot &) {}, "snap"}});
}

TEST_CASE("our helper, as the tools find it")
{
    judge(doctor::check_helper,
          {{"in order", [](Snapshot &) {}, Severity::Ok, "helper",
            "'/usr/bin/docker-credential-cppsecret' is of version ", ""},
           {"under its other name", [](Snapshot &) {}, Severity::Ok, "helper",
            "'/usr/bin/docker-credential-cppsecret-containers' is of version ", ""},
           {"not in PATH", [](Snapshot &s) { first(s).path.reset(); }, Severity::Error, "helper",
            "'docker-credential-cppsecret' is not in PATH",
            "ln -sf /opt/docker-credential-cppsecret /home/ann/bin/"},
           {"nor beside this program",
            [](Snapshot &s) {
                first(s).path.reset();
                first(s).sibling.reset();
            },
            Severity::Error, "helper", "is not in PATH", ""},
           {"nor is there a PATH",
            [](Snapshot &s) {
                first(s).path.reset();
                s.programs.search_path = {};
            },
            Severity::Error, "helper", "is not in PATH", ""},
           {"of another version, in a folder of root's",
            [](Snapshot &s) {
                first(s).version.output = "docker-credential-cppsecret (cppsecret) 0.1\n";
            },
            Severity::Warning, "helper", "is of version 0.1, and this is ", install_as_root},
           {"of another version, in a folder of ours",
            [](Snapshot &s) {
                first(s).version.output = "docker-credential-cppsecret (cppsecret) 0.1\n";
                first(s).is_folder_writable = true;
            },
            Severity::Warning, "helper", "is of version 0.1, and this is ", install},
           {"of another version, with no other beside this program",
            [](Snapshot &s) {
                first(s).version.output = "docker-credential-cppsecret (cppsecret) 0.1\n";
                first(s).sibling = first(s).path;
            },
            Severity::Warning, "helper", "is of version 0.1, and this is ", ""},
           {"of somebody else", [](Snapshot &s) { first(s).version.output = "usage: …"; },
            Severity::Error, "helper", "is not the helper of cppsecret, or does not run",
            install_as_root},
           {"that fails", [](Snapshot &s) { first(s).version.status = 1; }, Severity::Error,
            "helper", "is not the helper of cppsecret, or does not run", install_as_root},
           {"that cannot be run", [](Snapshot &s) { first(s).version.problem = "cannot run it"; },
            Severity::Error, "helper", "does not run: cannot run it", install_as_root}});
}

TEST_CASE("the sandbox that this machine gives the helper")
{
    judge(doctor::check_helper,
          {{"both halves",
            [](Snapshot &s) {
                s.programs.sandbox = {7, true};
            },
            Severity::Ok, "helper", "the helper runs in a sandbox: Landlock ABI 7, seccomp filter",
            ""},
           {"an old kernel",
            [](Snapshot &s) {
                s.programs.sandbox = {0, true};
            },
            Severity::Ok, "helper",
            "the helper runs with part of its sandbox: no Landlock, seccomp filter", ""},
           {"neither", [](Snapshot &s) { s.programs.sandbox = {}; }, Severity::Ok, "helper",
            "the helper runs without a sandbox: no Landlock, no seccomp filter", ""}});
}

TEST_CASE("our helper, as systemd's units find it")
{
    judge(doctor::check_units,
          {{"in order", [](Snapshot &) {}, Severity::Ok, "units",
            "have the PATH '/usr/bin', by systemctl --user", ""},
           {"not in their PATH", [](Snapshot &s) { first(s).is_found_by_units = false; },
            Severity::Warning, "units", "do not find '/usr/bin/docker-credential-cppsecret'",
            "sudo ln -sf /usr/bin/docker-credential-cppsecret /usr/bin/"},
           {"nor in ours, which is told already",
            [](Snapshot &s) {
                first(s).is_found_by_units = false;
                first(s).path.reset();
            },
            Severity::Ok, "units", "have the PATH '/usr/bin'", ""}});
    CHECK(run(doctor::check_units, [](Snapshot &s) { s.programs.units.reset(); }).empty());
}

TEST_CASE("a link is made in the first folder, or in /usr/local/bin")
{
    const Snapshot machine = sound_machine();
    const doctor::SearchPath path{"", {{"/a b", true}, {"/usr/local/bin", false}}};
    CHECK(doctor::link_command(machine, {"/opt/a", "/opt/b c"}, path).text() ==
          "sudo ln -sf /opt/a '/opt/b c' /usr/local/bin/");
    CHECK(doctor::link_command(machine, {"/opt/a"}, {"", {path.folders.front()}}).text() ==
          "ln -sf /opt/a '/a b/'");
    CHECK(doctor::link_command(machine, {"/opt/a"}, {}).empty());
}
