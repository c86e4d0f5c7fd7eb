// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_hint.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

TEST_CASE("who has no provider is told the packages of the distribution")
{
    struct Row {
        const char *name;
        glibpp::OsRelease os;
        bool has_oo7;
        std::string hint, command;
    };
    const std::string enable = "systemctl --user enable --now oo7-daemon";
    for (const Row &row : {
             Row{"Fedora 44",
                 {.id = "fedora", .version_id = "44"},
                 false,
                 "run 'dnf install gnome-keyring' (or keepassxc) as root",
                 "dnf install gnome-keyring"},
             Row{"Fedora 45",
                 {.id = "fedora", .version_id = "45"},
                 false,
                 "run 'dnf install oo7-daemon' as root, then '" + enable + "'",
                 "dnf install oo7-daemon"},
             Row{"Silverblue 45",
                 {.id = "fedora", .version_id = "45", .is_image = true},
                 false,
                 "run 'rpm-ostree install oo7-daemon' as root, then '" + enable + "'",
                 "rpm-ostree install oo7-daemon"},
             Row{"RHEL 45",
                 {.id = "rhel", .id_like = {"fedora"}, .version_id = "45"},
                 false,
                 "run 'dnf install gnome-keyring' (or keepassxc) as root",
                 "dnf install gnome-keyring"},
             Row{"Fedora 45 after an upgrade",
                 {.id = "fedora", .version_id = "45"},
                 true,
                 "oo7 is installed and not enabled: run '" + enable + "'",
                 enable},
             Row{"GNOME OS", {.id = "gnomeos"}, false, "run '" + enable + "'", enable},
             Row{"oo7 anywhere",
                 {.id = "alpine", .version_id = "3.24.0"},
                 true,
                 "oo7 is installed and not enabled: run '" + enable + "'",
                 enable},
             Row{"an unknown one",
                 {},
                 false,
                 "install gnome-keyring or keepassxc with your package manager",
                 ""},
         })
        SUBCASE(row.name)
        {
            CHECK(no_provider_hint(row.os, row.has_oo7) ==
                  row.hint + "; or start KeePassXC, with its Secret Service integration on, or "
                             "KWallet");
            CHECK(provider_command(row.os, row.has_oo7).command.text() == row.command);
        }
}
