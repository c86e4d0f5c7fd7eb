// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

TEST_CASE("the account of a person, and what is wrong with it")
{
    judge(doctor::check_account,
          {{"all in order", [](Snapshot &) {}, Severity::Ok, "home",
            "HOME is '/home/ann', and yours", ""},
           {"root under sudo", [](Snapshot &s) { s.account.is_under_sudo = true; }, Severity::Error,
            "sudo", "this is root under sudo", "exit"},
           {"the own home has become somebody else's",
            [](Snapshot &s) { s.account.home_owner = 7; }, Severity::Error, "home",
            "'/home/ann', which belongs to user 7, not to you", "sudo chown 1000 /home/ann"},
           {"the own home is not there", [](Snapshot &s) { s.account.home_owner.reset(); },
            Severity::Error, "home", "'/home/ann', and there is no such folder",
            "sudo install -d -m 700 -o 1000 /home/ann"},
           {"HOME is another's, which is left alone",
            [](Snapshot &s) {
                s.account.home_owner = 7;
                s.account.own_home = "/home/ann b";
            },
            Severity::Error, "home", "belongs to user 7", "export HOME='/home/ann b'"},
           {"root needs no sudo",
            [](Snapshot &s) {
                s.account.user = 0;
                s.account.home_owner = 7;
            },
            Severity::Error, "home", "belongs to user 7", "chown 0 /home/ann"},
           {"no runtime folder", [](Snapshot &s) { s.environment.is_runtime_dir_missing = true; },
            Severity::Error, "runtime",
            "XDG_RUNTIME_DIR is '/run/user/1000', and there is no such folder",
            "sudo install -d -m 700 -o 1000 /run/user/1000"}});
    judge_silence(doctor::check_account, {{"docker needs no runtime folder",
                                           [](Snapshot &s) {
                                               s.environment.is_runtime_dir_missing = true;
                                               s.programs.tools = {docker};
                                           },
                                           "XDG_RUNTIME_DIR"}});
}

TEST_CASE("variables that are set, and what follows")
{
    judge(
        doctor::check_environment,
        {{"REGISTRY_AUTH_FILE", [](Snapshot &s) { s.environment.auth_file = "/a"; }, Severity::Ok,
          "environment", "REGISTRY_AUTH_FILE is '/a': 'podman login' writes to it", ""},
         {"DOCKER_CONFIG is podman's too", [](Snapshot &s) { s.environment.docker_config = "/d"; },
          Severity::Ok, "environment", "'/d': docker and 'podman login' read and write", ""},
         {"unless podman is given another file",
          [](Snapshot &s) {
              s.environment.docker_config = "/d";
              s.auth_file = "/given";
          },
          Severity::Ok, "environment", "DOCKER_CONFIG is '/d': docker reads and writes", ""},
         {"XDG_CONFIG_HOME", [](Snapshot &s) { s.environment.config_home = "/c"; }, Severity::Ok,
          "environment", "and from version 6 on registries.conf", ""},
         {"CONTAINERS_REGISTRIES_CONF", [](Snapshot &s) { s.environment.registries_conf = "/r"; },
          Severity::Ok, "environment", "it is read in place of registries.conf", ""},
         {"CPPSECRET_ACCOUNT", [](Snapshot &s) { s.variables.account = "work"; }, Severity::Ok,
          "environment", "CPPSECRET_ACCOUNT is 'work'", ""},
         {"DOCKER_AUTH_CONFIG that docker refuses",
          [](Snapshot &s) {
              s.variables.has_auth_config = true;
              s.variables.auth_config_problem = "docker refuses all of it";
          },
          Severity::Warning, "environment", "DOCKER_AUTH_CONFIG is set, and docker refuses",
          "unset DOCKER_AUTH_CONFIG"},
         {"DOCKER_AUTH_CONFIG", [](Snapshot &s) { s.variables.has_auth_config = true; },
          Severity::Warning, "environment", "DOCKER_AUTH_CONFIG is set",
          "unset DOCKER_AUTH_CONFIG"}});
    CHECK(run(doctor::check_environment, [](Snapshot &) {}).empty());
}

TEST_CASE("a file that a variable hides is told if it names logins or helpers")
{
    judge(doctor::check_environment,
          {{"by REGISTRY_AUTH_FILE",
            [](Snapshot &s) {
                s.environment.auth_file = "/a";
                s.files.hidden_primary = loaded(primary, R"({"credHelpers": {"a.example": "x"}})");
            },
            Severity::Warning, "environment",
            "podman, buildah and skopeo do not read '/run/user/1000/containers/auth.json' while "
            "REGISTRY_AUTH_FILE is set",
            "unset REGISTRY_AUTH_FILE"},
           {"by DOCKER_CONFIG",
            [](Snapshot &s) {
                s.environment.docker_config = "/d";
                s.files.hidden_primary = loaded(primary, R"({"auths": {"a.example":
                                                             {"auth": "YTpi"}}})");
            },
            Severity::Warning, "environment",
            "podman and buildah do not read '/run/user/1000/containers/auth.json' while "
            "DOCKER_CONFIG is set",
            "unset DOCKER_CONFIG"},
           {"docker's by DOCKER_CONFIG",
            [](Snapshot &s) {
                s.environment.docker_config = "/d";
                s.files.hidden_docker = loaded(docker_config, R"({"credsStore": "x"})");
            },
            Severity::Warning, "environment",
            "the tools do not read '/home/ann/.docker/config.json' while DOCKER_CONFIG is set",
            "unset DOCKER_CONFIG"}});
    judge_silence(doctor::check_environment,
                  {{"a placeholder is no login",
                    [](Snapshot &s) {
                        s.environment.auth_file = "/a";
                        s.files.hidden_primary = loaded(primary, R"({"auths": {"a.example": {}}})");
                    },
                    "do not read"},
                   {"a file that is not there",
                    [](Snapshot &s) {
                        s.environment.auth_file = "/a";
                        s.files.hidden_primary = loaded(primary, nullptr);
                    },
                    "do not read"},
                   {"a file that is broken",
                    [](Snapshot &s) {
                        s.environment.auth_file = "/a";
                        s.files.hidden_primary = loaded(primary, "{");
                    },
                    "do not read"}});
}
