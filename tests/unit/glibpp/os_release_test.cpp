// SPDX-License-Identifier: MIT
#include "glibpp/os_release.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::glibpp;

TEST_CASE("a package is installed as the distribution does it")
{
    struct Row {
        const char *name;
        OsRelease os;
        std::string_view command;
    };
    for (const Row &row : {
             Row{"Debian", {.id = "debian"}, "apt-get install gnome-keyring"},
             Row{"Ubuntu",
                 {.id = "ubuntu", .id_like = {"debian"}},
                 "apt-get install gnome-keyring"},
             Row{"Mint",
                 {.id = "linuxmint", .id_like = {"ubuntu", "debian"}},
                 "apt-get install gnome-keyring"},
             Row{"Fedora", {.id = "fedora"}, "dnf install gnome-keyring"},
             Row{"Silverblue",
                 {.id = "fedora", .is_image = true},
                 "rpm-ostree install gnome-keyring"},
             Row{"Rocky",
                 {.id = "rocky", .id_like = {"rhel", "centos", "fedora"}},
                 "dnf install gnome-keyring"},
             Row{"RHEL", {.id = "rhel", .id_like = {"fedora"}}, "dnf install gnome-keyring"},
             Row{"Amazon", {.id = "amzn", .id_like = {"fedora"}}, "dnf install gnome-keyring"},
             Row{"Tumbleweed",
                 {.id = "opensuse-tumbleweed", .id_like = {"opensuse", "suse"}},
                 "zypper install gnome-keyring"},
             Row{"MicroOS",
                 {.id = "opensuse-microos", .id_like = {"suse", "opensuse"}},
                 "transactional-update pkg install gnome-keyring"},
             Row{"SLES", {.id = "sles", .id_like = {"suse"}}, "zypper install gnome-keyring"},
             Row{"Arch", {.id = "arch"}, "pacman -S gnome-keyring"},
             Row{"Manjaro", {.id = "manjaro", .id_like = {"arch"}}, "pacman -S gnome-keyring"},
             Row{"Alpine", {.id = "alpine"}, "apk add gnome-keyring"},
             Row{"postmarketOS",
                 {.id = "postmarketos", .id_like = {"alpine"}},
                 "apk add gnome-keyring"},
             Row{"Gentoo", {.id = "gentoo"}, "emerge gnome-keyring"},
             Row{"Void", {.id = "void"}, "xbps-install gnome-keyring"},
             Row{"the first known relative",
                 {.id = "new", .id_like = {"older", "arch", "debian"}},
                 "pacman -S gnome-keyring"},
             Row{"something else", {.id = "nixos"}, ""},
         }) {
        SUBCASE(row.name)
        {
            CHECK(install_command(row.os, "gnome-keyring").text() == row.command);
        }
    }
    CHECK(install_command({.id = "debian"}, "a b").text() == "apt-get install a b");
}

TEST_CASE("the file of this machine is read")
{
    const OsRelease os = read_os_release();
    CHECK_FALSE(os.pretty_name.empty());
    CHECK(os.id.find_first_of("\n\"ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
}
