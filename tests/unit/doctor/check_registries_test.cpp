// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

void set_certs(Snapshot &snapshot, const std::string &file)
{
    snapshot.certs_files = {file};
    snapshot.logins = {{"q.io", "ann", machine::Place::Keyring, {}, "q.io", "cppsecret"}};
}

} // namespace

TEST_CASE("what registries.conf asks, and whether that is our drop-in")
{
    judge(
        doctor::check_registries,
        {{"our drop-in", [](Snapshot &) {}, Severity::Ok, "registries",
          "skopeo: 'cppsecret-containers', 'containers-auth.json', by '/home/ann/.config/"
          "containers/registries.conf.d/zz-cppsecret.conf'",
          ""},
         {"the default", [](Snapshot &s) { s.registries.front().conf.settings.clear(); },
          Severity::Ok, "registries", "skopeo: 'containers-auth.json', by default", ""},
         {"our drop-in is not read",
          [](Snapshot &s) {
              s.registries.front().conf.settings.clear();
              s.registries.front().problem = {"it is hidden", {}, Command("unset HIDDEN"), true};
          },
          Severity::Error, "registries", "it is hidden", "unset HIDDEN"},
         {"by one of the tools",
          [](Snapshot &s) {
              s.registries.front().is_for_all = false;
              s.registries.push_back(
                  {.tools = {podman}, .is_for_all = false, .conf = {}, .is_readable = true});
          },
          Severity::Ok, "registries", "podman 4.3: 'containers-auth.json', by default", ""},
         {"our drop-in, and podman's machine reads it",
          [](Snapshot &s) { s.podman_machine = "vm"; }, Severity::Error, "registries",
          "the podman machine 'vm' reads this registries.conf too",
          "cppsecret unconfigure --tool containers --all"},
         {"an earlier version's drop-in",
          [](Snapshot &s) { s.earlier_drop_in = "/home/ann/50-cppsecret.conf"; }, Severity::Warning,
          "registries", "'/home/ann/50-cppsecret.conf' was written by an earlier version",
          "cppsecret configure --tool containers --all-registries"},
         {"a setting that is misplaced",
          [](Snapshot &s) {
              s.registries.front().conf.misplaced = {{"/f.conf", 3, "credential-helpers"}};
          },
          Severity::Warning, "registries",
          "'/f.conf', line 3: 'credential-helpers' has no effect below the header of a table",
          "${EDITOR:-vi} /f.conf"}});
    judge_silence(
        doctor::check_registries,
        {{"what is no fault of registries.conf, and told elsewhere",
          [](Snapshot &s) {
              s.registries.front().conf.settings.clear();
              s.registries.front().problem = {"DOCKER_CONFIG", {}, Command("unset DOCKER_CONFIG")};
          },
          "DOCKER_CONFIG"}});
    CHECK(run(doctor::check_registries, [](Snapshot &s) {
              s.registries.front().is_readable = false;
          }).empty());
}

TEST_CASE("a file where the certificates of a registry have their folder")
{
    judge(doctor::check_registries,
          {{"of the person",
            [](Snapshot &s) { set_certs(s, "/home/ann/.config/containers/certs.d/q.io"); },
            Severity::Error, "registries",
            "'/home/ann/.config/containers/certs.d/q.io' is a file; it has to be a folder",
            "mv /home/ann/.config/containers/certs.d/q.io "
            "/home/ann/.config/containers/certs.d/q.io.crt && "
            "mkdir /home/ann/.config/containers/certs.d/q.io && "
            "mv /home/ann/.config/containers/certs.d/q.io.crt "
            "/home/ann/.config/containers/certs.d/q.io/ca.crt"},
           {"of root's", [](Snapshot &s) { set_certs(s, "/etc/containers/certs.d/q.io"); },
            Severity::Error, "registries",
            "'/etc/containers/certs.d/q.io' is a file; it has to be a folder",
            "sudo sh -c 'mv /etc/containers/certs.d/q.io /etc/containers/certs.d/q.io.crt && "
            "mkdir /etc/containers/certs.d/q.io && mv /etc/containers/certs.d/q.io.crt "
            "/etc/containers/certs.d/q.io/ca.crt'"}});
    judge_silence(
        doctor::check_registries,
        {{"what is no registry's",
          [](Snapshot &s) { set_certs(s, "/etc/containers/certs.d/README"); }, "a folder"}});
}

TEST_CASE("a later file that sets the helpers as well")
{
    judge(doctor::check_registries,
          {{"without ours", [](Snapshot &s) { set_helpers(s, {"containers-auth.json"}); },
            Severity::Error, "registries", "'/home/ann/60.conf' overrides '/home/ann/.config/",
            "${EDITOR:-vi} /home/ann/60.conf"},
           {"by a variable",
            [](Snapshot &s) {
                set_helpers(s, {"other"});
                s.registries.front().problem = {"it is overridden", {}, Command("unset IT"), true};
            },
            Severity::Error, "registries", "it is overridden", "unset IT"},
           {"with ours as the second",
            [](Snapshot &s) {
                set_helpers(s, {"other", "cppsecret", "containers-auth.json"});
            },
            Severity::Warning, "registries",
            "'/home/ann/60.conf' names 'other', 'cppsecret', 'containers-auth.json', and ours not "
            "first",
            "${EDITOR:-vi} /home/ann/60.conf"}});
    judge_silence(doctor::check_registries,
                  {{"with ours as the first",
                    [](Snapshot &s) {
                        set_helpers(s, {"cppsecret", "containers-auth.json"});
                    },
                    "overrides"},
                   {"where ours is nowhere",
                    [](Snapshot &s) {
                        s.registries.front().conf.settings.clear();
                        set_helpers(s, {"other"});
                    },
                    "overrides"}});
}

TEST_CASE("without the auth files no entry of theirs counts")
{
    judge(doctor::check_registries,
          {{"of another helper",
            [](Snapshot &s) {
                set_helpers(s, {"cppsecret"});
                set_primary(s, R"({"credHelpers": {"a.example": "other"}})");
            },
            Severity::Warning, "registries",
            "do not ask 'other' for 'a.example', as '/run/user/1000/containers/auth.json' wants",
            "cppsecret configure --tool containers --all-registries"}});
    judge_silence(doctor::check_registries,
                  {{"which is as well for ours",
                    [](Snapshot &s) {
                        set_helpers(s, {"cppsecret"});
                        set_primary(s, R"({"credHelpers": {"a.example": "cppsecret"}})");
                    },
                    "a.example"},
                   {"and for a file that only docker reads",
                    [](Snapshot &s) {
                        set_helpers(s, {"cppsecret"});
                        set_docker(s, R"({"credHelpers": {"a.example": "other"}})");
                        s.files.all.at(1).is_for_containers = false;
                    },
                    "a.example"}});
}
