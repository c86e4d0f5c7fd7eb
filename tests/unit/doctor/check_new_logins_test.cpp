// SPDX-License-Identifier: MIT
// How it is told where the next login goes; where that is, is for machine/model/next_login.
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

using Goes = NextLogin::Goes;

const Tool skopeo{Family::Containers, "skopeo", machine::Version{1, 9}};

} // namespace

TEST_CASE("where the next login goes")
{
    judge(
        doctor::check_new_logins,
        {{"podman's into the keyring", [](Snapshot &) {}, Severity::Ok, "next-login",
          "by podman, buildah or skopeo goes into the keyring", ""},
         {"podman's to another helper",
          [](Snapshot &s) {
              s.next_logins = {{{podman}, true, {.goes = Goes::Helper, .helper = "other"}}};
          },
          Severity::Ok, "next-login", "by podman, buildah or skopeo goes to 'other'", ""},
         {"podman's into a file",
          [](Snapshot &s) {
              s.next_logins = {{{podman}, true, {.goes = Goes::PlainText, .file = "/auth.json"}}};
          },
          Severity::Warning, "next-login",
          "a login by podman, buildah or skopeo goes into '/auth.json' in plain text, unless",
          "cppsecret configure --tool containers --all-registries"},
         {"podman's into a file, and our drop-in would not help",
          [](Snapshot &s) {
              s.next_logins = {
                  {{podman},
                   true,
                   {.goes = Goes::PlainText, .file = "/config.json"},
                   setup::DropInProblem{"DOCKER_CONFIG is set", {}, Command("unset IT")}}};
          },
          Severity::Warning, "next-login", "goes into '/config.json' in plain text, unless",
          "unset IT"},
         {"podman's into a file, and our drop-in would harm its machine",
          [](Snapshot &s) {
              s.podman_machine = "vm";
              s.next_logins = {{{podman}, true, {.goes = Goes::PlainText, .file = "/auth.json"}}};
          },
          Severity::Warning, "next-login", "goes into '/auth.json' in plain text, unless", ""},
         {"skopeo's alone",
          [](Snapshot &s) {
              s.next_logins = {{{podman}, false, into_keyring},
                               {{skopeo}, false, {.goes = Goes::PlainText, .file = "/a"}}};
          },
          Severity::Warning, "next-login", "a login by skopeo 1.9 goes into '/a' in plain text",
          "cppsecret configure --tool containers --all-registries"},
         {"docker's from the snap into its file",
          [](Snapshot &s) {
              Tool snap = docker;
              snap.is_from_snap = true;
              s.next_logins = {{{snap}, true, {.goes = Goes::PlainText, .file = "/config.json"}}};
          },
          Severity::Warning, "next-login", "goes into '/config.json' in plain text, unless", ""},
         {"docker's into the keyring", [](Snapshot &) {}, Severity::Ok, "next-login",
          "a login by docker goes into the keyring", ""},
         {"docker's into its file",
          [](Snapshot &s) {
              s.next_logins = {{{docker}, true, {.goes = Goes::PlainText, .file = "/config.json"}}};
          },
          Severity::Warning, "next-login", "docker goes into '/config.json' in plain text",
          "cppsecret configure --tool docker --all-registries"}});
    judge_silence(
        doctor::check_new_logins,
        {{"no tool", [](Snapshot &s) { s.next_logins.clear(); }, "login"},
         {"a login that fails, which is told elsewhere",
          [](Snapshot &s) {
              s.next_logins = {{{docker}, true, {.goes = Goes::Refused, .why = "it is broken"}}};
          },
          "docker"}});
}

TEST_CASE("a helper that docker finds by itself")
{
    judge(doctor::check_new_logins,
          {{"the keyring's",
            [](Snapshot &s) {
                s.next_logins = {
                    {{docker},
                     true,
                     {.goes = Goes::Helper, .helper = "secretservice", .is_detected = true}}};
            },
            Severity::Ok, "next-login", "docker finds the helper 'secretservice' by itself", ""},
           {"pass",
            [](Snapshot &s) {
                s.next_logins = {{{docker},
                                  true,
                                  {.goes = Goes::Helper, .helper = "pass", .is_detected = true}}};
            },
            Severity::Warning, "next-login", "docker finds the helper 'pass' by itself",
            "cppsecret configure --tool docker --all-registries"},
           {"not beside credHelpers",
            [](Snapshot &s) {
                s.next_logins = {
                    {{docker},
                     true,
                     {.goes = Goes::PlainText, .file = "/c", .passed_over = "secretservice"}}};
            },
            Severity::Warning, "next-login", "in plain text, unless that file names a helper",
            "cppsecret configure --tool docker --all-registries"}});
}
