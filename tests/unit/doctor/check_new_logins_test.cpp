// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

TEST_CASE("where podman's next login goes")
{
    judge(doctor::check_new_logins,
          {{"into the keyring", [](Snapshot &) {}, Severity::Ok, "next-login",
            "by podman, buildah or skopeo goes into the keyring", ""},
           {"to another helper",
            [](Snapshot &s) {
                set_helpers(s, {"other", "cppsecret"});
            },
            Severity::Ok, "next-login", "by podman, buildah or skopeo goes to 'other'", ""},
           {"into a file", [](Snapshot &s) { set_helpers(s, {"containers-auth.json"}); },
            Severity::Warning, "next-login",
            "goes into '/run/user/1000/containers/auth.json' in plain text",
            "cppsecret configure --tool containers --all-registries"},
           {"into the file that is given",
            [](Snapshot &s) {
                set_helpers(s, {});
                s.auth_file = "/given.json";
            },
            Severity::Warning, "next-login", "goes into '/given.json' in plain text",
            "cppsecret configure --tool containers --all-registries"}});
    judge_silence(doctor::check_new_logins,
                  {{"no podman", [](Snapshot &s) { s.programs.tools = {Tool::Docker}; }, "podman"},
                   {"a registries.conf that is broken",
                    [](Snapshot &s) { s.registries.is_readable = false; }, "podman"},
                   {"a login that fails",
                    [](Snapshot &s) {
                        set_helpers(s, {});
                        s.environment.is_runtime_dir_missing = true;
                    },
                    "podman"}});
}

TEST_CASE("where docker's next login goes")
{
    judge(doctor::check_new_logins,
          {{"into the keyring", [](Snapshot &) {}, Severity::Ok, "next-login",
            "a login by docker goes into the keyring", ""},
           {"to another helper", [](Snapshot &s) { set_docker(s, R"({"credsStore": "other"})"); },
            Severity::Ok, "next-login", "a login by docker goes to 'other'", ""},
           {"into the file", [](Snapshot &s) { set_docker(s, nullptr); }, Severity::Warning,
            "next-login", "docker goes into '/home/ann/.docker/config.json' in plain text",
            "cppsecret configure --tool docker --all-registries"}});
    judge_silence(
        doctor::check_new_logins,
        {{"no docker", [](Snapshot &s) { s.programs.tools = {Tool::Containers}; }, "docker"},
         {"a file that is broken", [](Snapshot &s) { set_docker(s, "{"); }, "docker"}});
}

TEST_CASE("a helper that docker finds by itself")
{
    judge(doctor::check_new_logins,
          {{"the keyring's",
            [](Snapshot &s) {
                set_docker(s, nullptr);
                s.programs.docker_detects = "secretservice";
            },
            Severity::Ok, "next-login", "docker finds the helper 'secretservice' by itself", ""},
           {"pass",
            [](Snapshot &s) {
                set_docker(s, R"({"psFormat": "x"})");
                s.programs.docker_detects = "pass";
            },
            Severity::Warning, "next-login", "docker finds the helper 'pass' by itself",
            "cppsecret configure --tool docker --all-registries"},
           {"not beside credHelpers",
            [](Snapshot &s) {
                set_docker(s, R"({"credHelpers": {"quay.io": "cppsecret"}})");
                s.programs.docker_detects = "secretservice";
            },
            Severity::Warning, "next-login", "in plain text, unless that file names a helper",
            "cppsecret configure --tool docker --all-registries"}});
}
