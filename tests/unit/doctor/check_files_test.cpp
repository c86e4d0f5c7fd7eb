// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

/// DOCKER_CONFIG makes podman's first file of docker's, and no helper answers for all.
void take_for_podman(Snapshot &snapshot)
{
    constexpr const char *text = R"({"proxies": {}, "credsStore": "x"})";
    set_docker(snapshot, text);
    snapshot.files.all.at(0) =
        auth_file({docker_config.path, Format::DockerConfig, Role::Primary}, text);
    snapshot.next_logins.front().next = {.goes = NextLogin::Goes::PlainText,
                                         .file = docker_config.path};
}

} // namespace

TEST_CASE("whose an auth file is")
{
    judge(doctor::check_files,
          {{"ours", [](Snapshot &) {}, Severity::Ok, "file",
            "'/home/ann/.docker/config.json' can be used", ""},
           {"root's", [](Snapshot &s) { s.files.all.at(1).target.owner = 0; }, Severity::Error,
            "owner", "'/home/ann/.docker/config.json' belongs to user 0, not to you",
            "sudo chown 1000 /home/ann/.docker/config.json"},
           {"at the end of a link",
            [](Snapshot &s) {
                s.files.all.at(1).target = {"/shared/c d", 0};
            },
            Severity::Error, "owner", "'/shared/c d' belongs to user 0",
            "sudo chown 1000 '/shared/c d'"},
           {"in a folder of root's",
            [](Snapshot &s) {
                s.files.all.at(1).folder.owner = 0;
                s.files.all.at(1).is_folder_writable = false;
            },
            Severity::Error, "owner", "'/home/ann/.docker' belongs to user 0",
            "sudo chown 1000 /home/ann/.docker"},
           {"in a folder that others can write to",
            [](Snapshot &s) {
                s.files.all.at(1).distrust =
                    Error(Errc::System, "others can replace files in '/home/ann/.docker'",
                          "run: chmod go-w /home/ann/.docker");
            },
            Severity::Warning, "owner", "others can replace files in '/home/ann/.docker'",
            "chmod go-w /home/ann/.docker"}});
    judge_silence(doctor::check_files,
                  {{"a folder of root's that all may write to",
                    [](Snapshot &s) { s.files.all.at(1).folder.owner = 0; }, "belongs"},
                   {"a link that leads nowhere",
                    [](Snapshot &s) {
                        s.files.all.at(1).target = {};
                        s.files.all.at(1).folder = {};
                        s.files.all.at(1).is_folder_writable = false;
                    },
                    "belongs"},
                   {"root's cannot be used",
                    [](Snapshot &s) { s.files.all.at(1).target.owner = 0; }, "can be used"},
                   {"one that is not there",
                    [](Snapshot &s) { s.files.all.at(0).target.owner = 0; }, primary.path}});
}

TEST_CASE("an auth file that nobody can change")
{
    judge(doctor::check_files,
          {{"a key twice",
            [](Snapshot &s) {
                set_primary(s, R"({"credHelpers": {"a.example": "x", "a.example": "y"}})");
            },
            Severity::Warning, "file", "'/run/user/1000/containers/auth.json'",
            "${EDITOR:-vi} /run/user/1000/containers/auth.json"}});
    judge_silence(doctor::check_files,
                  {{"docker cannot read it, which is told elsewhere",
                    [](Snapshot &s) { set_docker(s, R"({"credsStore": 1})"); }, "config.json"},
                   {"no tool can read it, which is told elsewhere",
                    [](Snapshot &s) { set_docker(s, "{"); }, "config.json"},
                   {"it is empty, which is told elsewhere", [](Snapshot &s) { set_docker(s, ""); },
                    "config.json"}});
}

TEST_CASE("keys that the next writer drops")
{
    judge(doctor::check_files,
          {{"by podman", [](Snapshot &s) { set_primary(s, R"({"a": 1, "b": 1})"); },
            Severity::Warning, "keys", "holds 'a', 'b', which podman does not know",
            "${EDITOR:-vi} /run/user/1000/containers/auth.json"},
           {"no more than three of them are told",
            [](Snapshot &s) { set_primary(s, R"({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1})"); },
            Severity::Warning, "keys", "holds 'a', 'b', 'c' and 2 more, which",
            "${EDITOR:-vi} /run/user/1000/containers/auth.json"},
           {"by docker, which knows psFormat in any case",
            [](Snapshot &s) { set_docker(s, R"({"PSFORMAT": "x", "zeta": 1})"); },
            Severity::Warning, "keys", "holds 'zeta', which docker does not know",
            "${EDITOR:-vi} /home/ann/.docker/config.json"},
           {"a field of an entry",
            [](Snapshot &s) { set_docker(s, R"({"auths": {"a.example": {"note": 1}}})"); },
            Severity::Warning, "keys", "holds 'a.example: note', which docker does not know",
            "${EDITOR:-vi} /home/ann/.docker/config.json"}});
}

TEST_CASE("who drops keys that the file's own tool does not know")
{
    const auto why = [](void (*change)(Snapshot &)) {
        for (const machine::Finding &finding : run(doctor::check_files, change))
            if (finding.check == machine::Check::Keys)
                return finding.why;
        return std::string();
    };
    CHECK(why([](Snapshot &s) { set_primary(s, R"({"a": 1})"); }) ==
          "the next login or logout of podman, buildah or skopeo drops that from the file");
    CHECK(why([](Snapshot &s) { set_docker(s, R"({"zeta": 1})"); }) ==
          "the next login or logout of docker drops that from the file");
}

TEST_CASE("podman drops docker's settings while DOCKER_CONFIG is set")
{
    judge(doctor::check_files, {{"without a helper for all", take_for_podman, Severity::Warning,
                                 "keys", "DOCKER_CONFIG is set, and drops 'proxies', 'credsStore'",
                                 "cppsecret configure --tool containers --all-registries"}});
    judge_silence(doctor::check_files, {{"with our helper for all",
                                         [](Snapshot &s) {
                                             take_for_podman(s);
                                             s.next_logins.front().next = into_keyring;
                                         },
                                         "and drops"},
                                        {"by podman 4.8, which keeps them",
                                         [](Snapshot &s) {
                                             take_for_podman(s);
                                             s.next_logins.front().next.is_in_dockers_format = true;
                                         },
                                         "and drops"}});
}

TEST_CASE("the logins that there are, and what was found with them")
{
    judge(doctor::check_logins,
          {{"one", [](Snapshot &) {}, Severity::Ok, "logins", "the keyring holds 1 login", ""},
           {"two", [](Snapshot &s) { s.logins.push_back(s.logins.at(0)); }, Severity::Ok, "logins",
            "the keyring holds 2 logins", ""},
           {"what was found",
            [](Snapshot &s) {
                s.inventory_findings = {
                    {Severity::Warning, machine::Check::Mode, "found", "why", "", Command("mend")}};
            },
            Severity::Warning, "mode", "found", "mend"}});
    judge_silence(
        doctor::check_logins,
        {{"none in the keyring", [](Snapshot &s) { s.logins.at(0).place = machine::Place::File; },
          "holds"},
         {"the keyring's state is told elsewhere",
          [](Snapshot &s) {
              s.inventory_findings = {{Severity::Warning, machine::Check::Keyring, "found", "why"}};
          },
          "found"}});
}
