// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

void store_oddly(Snapshot &s)
{
    s.logins.push_back(
        {"odd.example", "ann", machine::Place::Keyring, {}, "Odd.example/v2", "cppsecret"});
    s.logins.back().is_found_by_key_alone = true;
}

} // namespace

TEST_CASE("which keyring is used, and its state")
{
    judge(
        doctor::check_keyring,
        {{"its kind", [](Snapshot &) {}, Severity::Ok, "choice",
          "secret-service: a Secret Service answers", ""},
         {"its bus", [](Snapshot &) {}, Severity::Ok, "bus",
          "'unix:path=/run/user/1000/bus', by DBUS_SESSION_BUS_ADDRESS", ""},
         {"unlocked", [](Snapshot &) {}, Severity::Ok, "keyring", "the keyring 'Login' is unlocked",
          ""},
         {"the file's place", [](Snapshot &s) { s.keyring.diagnosis.kind = "file"; }, Severity::Ok,
          "file", "the keyring file is 'unix:path=", ""},
         {"locked", [](Snapshot &s) { s.keyring.diagnosis.is_locked = true; }, Severity::Warning,
          "keyring", "the keyring 'Login' is locked",
          "echo registry.example | docker-credential-cppsecret get"},
         {"a file that is locked",
          [](Snapshot &s) {
              s.keyring.diagnosis.kind = "file";
              s.keyring.diagnosis.is_locked = true;
          },
          Severity::Warning, "keyring", "the keyring file is locked", "cppsecret keyring unlock"}});
    judge_silence(doctor::check_keyring,
                  {{"a state that is not known is not told",
                    [](Snapshot &s) { s.keyring.diagnosis.is_locked.reset(); }, "locked"}});
}

TEST_CASE("who provides the keyring")
{
    judge(doctor::check_keyring,
          {{"a program with a version",
            [](Snapshot &s) {
                s.keyring.diagnosis.provider = {"gnome-keyring", "gnome-keyring-daemon", 42};
                s.keyring.provider_version = "48.0";
            },
            Severity::Ok, "provider", "gnome-keyring 48.0 (process 42) provides", ""},
           {"a program that cannot be seen",
            [](Snapshot &s) { s.keyring.diagnosis.provider.emplace(); }, Severity::Ok, "provider",
            "a program that cannot be seen provides the keyring", ""}});
    judge_silence(doctor::check_keyring, {{"nobody", [](Snapshot &) {}, "provides"}});
}

TEST_CASE("a keyring that cannot be used, and what mends it")
{
    judge(doctor::check_keyring,
          {{"nobody provides one",
            [](Snapshot &s) {
                s.keyring.diagnosis.problem = Error(Errc::NoProvider, "nobody", "install one");
            },
            Severity::Error, "keyring", "nobody", "sudo apt-get install gnome-keyring"},
           {"oo7 is installed and not enabled",
            [](Snapshot &s) {
                s.keyring.provider_command = {Command("systemctl --user enable --now oo7-daemon"),
                                              false};
                s.keyring.diagnosis.problem = Error(Errc::NoProvider, "nobody", "enable it");
            },
            Severity::Error, "keyring", "nobody", "systemctl --user enable --now oo7-daemon"},
           {"nor is it known how to install one",
            [](Snapshot &s) {
                s.keyring.provider_command = {};
                s.keyring.diagnosis.problem = Error(Errc::NoProvider, "nobody", "install one");
            },
            Severity::Error, "keyring", "nobody", ""},
           {"a setting is wrong",
            [](Snapshot &s) {
                s.keyring.diagnosis.problem =
                    Error(Errc::Usage, "that is no number", "give seconds", "CPPSECRET_TIMEOUT");
            },
            Severity::Error, "keyring", "that is no number", "unset CPPSECRET_TIMEOUT"},
           {"a setting is named, and is not what is wrong",
            [](Snapshot &s) {
                s.keyring.diagnosis.problem =
                    Error(Errc::TimedOut, "CPPSECRET_TIMEOUT passed", "wait");
            },
            Severity::Error, "keyring", "CPPSECRET_TIMEOUT passed", ""},
           {"a file is wrong",
            [](Snapshot &s) {
                s.keyring.diagnosis.problem =
                    Error(Errc::Damaged, "it is damaged", "mend it", "/k");
            },
            Severity::Error, "keyring", "it is damaged", ""},
           {"anything else",
            [](Snapshot &s) {
                s.keyring.diagnosis.problem = Error(Errc::TimedOut, "it is silent", "wait");
            },
            Severity::Error, "keyring", "it is silent", ""}});
}

TEST_CASE("a login that one spelling alone finds")
{
    judge(
        doctor::check_spellings,
        {{"the only one of its registry", store_oddly, Severity::Warning, "spelling",
          "'Odd.example/v2' is found under this spelling alone, not as 'odd.example'",
          "printf %s Odd.example/v2 | docker-credential-cppsecret get | "
          "docker-credential-cppsecret store"},
         {"beside another one",
          [](Snapshot &s) {
              store_oddly(s);
              s.logins.push_back(
                  {"odd.example", "bob", machine::Place::Keyring, {}, "odd.example", "cppsecret"});
          },
          Severity::Warning, "spelling", "'Odd.example/v2'",
          "printf %s Odd.example/v2 | docker-credential-cppsecret erase"}});
    judge_silence(doctor::check_spellings, {{"found by any", [](Snapshot &) {}, ""}});
}

TEST_CASE("a login in both keyrings")
{
    judge(doctor::check_both_keyrings,
          {{"the Secret Service is used",
            [](Snapshot &s) {
                s.keyring.other_logins = {{"quay.io", "bob"}};
            },
            Severity::Warning, "both",
            "'quay.io' is in the Secret Service (user 'ann') and in the keyring file (user 'bob')",
            "CPPSECRET_KEYRING=file cppsecret logout quay.io"},
           {"the keyring file is used",
            [](Snapshot &s) {
                s.keyring.diagnosis.kind = "file";
                s.keyring.other_logins = {{"quay.io", "bob"}};
            },
            Severity::Warning, "both",
            "in the keyring file (user 'ann') and in the Secret Service (user 'bob')",
            "CPPSECRET_KEYRING=secret-service cppsecret logout quay.io"}});
    judge_silence(doctor::check_both_keyrings,
                  {{"of another registry",
                    [](Snapshot &s) {
                        s.keyring.other_logins = {{"other.example", "bob"}};
                    },
                    ""},
                   {"where the first is in a file",
                    [](Snapshot &s) {
                        s.keyring.other_logins = {{"quay.io", "bob"}};
                        s.logins.at(0).place = machine::Place::File;
                    },
                    ""},
                   {"where none can be used",
                    [](Snapshot &s) {
                        s.keyring.other_logins = {{"quay.io", "bob"}};
                        s.keyring.diagnosis.problem = Error(Errc::TimedOut, "it is silent");
                    },
                    ""}});
}
