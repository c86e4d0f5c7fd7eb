// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

/// A search of podman's comes to another helper by an entry of its file.
void set_other(Snapshot &snapshot, const char *text, std::initializer_list<const char *> keys)
{
    set_primary(snapshot, text);
    for (const char *key : keys)
        snapshot.logins.push_back(
            {key, {}, machine::Place::Helper, primary.path, key, "other", {podman}});
}

constexpr const char *hub = R"({"credHelpers": {"https://index.docker.io/v1/": "cppsecret"}})";

} // namespace

TEST_CASE("a URL as the key of a helper")
{
    judge(doctor::check_entries,
          {{"a podman with a connection fails by it",
            [](Snapshot &s) {
                set_docker(s, hub);
                s.podman_connection = "CONTAINER_HOST";
            },
            Severity::Error, "url", "and podman has a connection ('CONTAINER_HOST')",
            "cppsecret unconfigure --tool docker docker.io && "
            "cppsecret configure --tool docker docker.io"},
           {"so is ours beside another credsStore",
            [](Snapshot &s) {
                set_docker(s, R"({"credsStore": "other", "credHelpers":
                                  {"https://index.docker.io/v1/": "cppsecret"}})");
                s.podman_connection = "CONTAINER_HOST";
            },
            Severity::Error, "url", "and podman has a connection",
            "${EDITOR:-vi} /home/ann/.docker/config.json"}});
    judge_silence(doctor::check_entries,
                  {{"docker asks for Docker Hub by it", [](Snapshot &s) { set_docker(s, hub); },
                    "https://index.docker.io/v1/"},
                   {"podman does not, which the inventory tells",
                    [](Snapshot &s) { set_primary(s, hub); }, "https://index.docker.io/v1/"}});
}

TEST_CASE("a helper of somebody else")
{
    judge(doctor::check_entries,
          {{"for what the keyring has not",
            [](Snapshot &s) {
                set_other(s, R"({"credHelpers": {"a.example": "other"}})", {"a.example"});
            },
            Severity::Ok, "foreign", "the helper 'other' answers for 1 registry in '/run/", ""},
           {"for two",
            [](Snapshot &s) {
                set_other(s, R"({"credHelpers": {"a.example": "other", "b.example": "other"}})",
                          {"a.example", "b.example"});
            },
            Severity::Ok, "foreign", "answers for 2 registries", ""},
           {"for two, and no search comes to one of them",
            [](Snapshot &s) {
                set_other(s, R"({"credHelpers": {"a.example": "other", "quay.io": "other"}})",
                          {"a.example"});
            },
            Severity::Ok, "foreign", "answers for 1 registry", ""},
           {"for what the keyring has as well",
            [](Snapshot &s) {
                set_other(s, R"({"credHelpers": {"quay.io": "other"}})", {"quay.io"});
            },
            Severity::Warning, "foreign", "names the helper 'other' for 'quay.io'",
            "cppsecret configure --force --authfile /run/user/1000/containers/auth.json quay.io"}});
    judge_silence(
        doctor::check_entries,
        {{"that is not there, which is told elsewhere",
          [](Snapshot &s) { set_primary(s, R"({"credHelpers": {"quay.io": "absent"}})"); },
          "absent"},
         {"or that no search comes to",
          [](Snapshot &s) { set_primary(s, R"({"credHelpers": {"quay.io": "other"}})"); }, "other"},
         {"or has no name",
          [](Snapshot &s) { set_primary(s, R"({"credHelpers": {"quay.io": ""}})"); }, "quay.io"},
         {"ours is none",
          [](Snapshot &s) { set_primary(s, R"({"credHelpers": {"quay.io": "cppsecret"}})"); },
          "quay.io"}});
}
