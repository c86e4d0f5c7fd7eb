// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

TEST_CASE("what registries.conf asks, and whether that is our drop-in")
{
    judge(doctor::check_registries,
          {{"our drop-in", [](Snapshot &) {}, Severity::Ok, "registries",
            "ask 'cppsecret-containers', 'containers-auth.json', by '/home/ann/.config/containers/"
            "registries.conf.d/50-cppsecret.conf'",
            ""},
           {"the default",
            [](Snapshot &s) {
                s.registries.conf.settings.clear();
                s.registries.is_drop_in_there = false;
            },
            Severity::Ok, "registries", "ask 'containers-auth.json', by default", ""},
           {"our drop-in says nothing", [](Snapshot &s) { s.registries.conf.settings.clear(); },
            Severity::Error, "registries", "50-cppsecret.conf' names no helper",
            "cppsecret configure --tool containers --all-registries"},
           {"our drop-in is in a folder that is a link",
            [](Snapshot &s) {
                s.registries.conf.settings.clear();
                s.registries.is_drop_in_folder_link = true;
            },
            Severity::Error, "registries",
            "'/home/ann/.config/containers/registries.conf.d' is a symbolic link, so that '",
            "cp -rL /home/ann/.config/containers/registries.conf.d "
            "/home/ann/.config/containers/registries.conf.d.new && "
            "rm /home/ann/.config/containers/registries.conf.d && "
            "mv /home/ann/.config/containers/registries.conf.d.new "
            "/home/ann/.config/containers/registries.conf.d"}});
    CHECK(run(doctor::check_registries, [](Snapshot &s) {
              s.registries.is_readable = false;
          }).empty());
}

TEST_CASE("a later file that sets the helpers as well")
{
    judge(doctor::check_registries,
          {{"without ours", [](Snapshot &s) { set_helpers(s, {"containers-auth.json"}); },
            Severity::Error, "registries", "'/home/ann/60.conf' overrides '/home/ann/.config/",
            "${EDITOR:-vi} /home/ann/60.conf"},
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
                        s.registries.conf.settings.clear();
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
