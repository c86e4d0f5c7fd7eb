// SPDX-License-Identifier: MIT
#include "base/os_release.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

std::string command_on(std::string_view text)
{
    return install_command(parse_os_release(text), "gnome-keyring");
}

} // namespace

TEST_CASE("os-release is read with the quotes and escapes of a shell")
{
    const OsRelease os = parse_os_release("# a comment\n"
                                          "PRETTY_NAME=\"Debian \\\"GNU\\\"/Linux \\$12\\\\ '\"\n"
                                          "NAME=\"x\"\r\n"
                                          "\n"
                                          "  ID='debian'\n"
                                          "#ID=other\n"
                                          "ID_LIKE=\" one \t two\"\n"
                                          "no assignment\n"
                                          "VERSION_ID=\"12\"");
    CHECK(os.id == "debian");
    CHECK(os.id_like == std::vector<std::string>{"one", "two"});
    CHECK(os.pretty_name == "Debian \"GNU\"/Linux $12\\ '");
    CHECK_FALSE(os.is_image);
}

TEST_CASE("an empty, cut off or senseless os-release says nothing")
{
    for (const char *text :
         {"", "\n\n", "ID", "ID=", "ID=\"", "IDX=debian", "=debian", "\xff\xfe"}) {
        CAPTURE(std::string(text));
        CHECK(parse_os_release(text).id.empty());
        CHECK(command_on(text).empty());
    }
    CHECK(parse_os_release("ID=\"debian").id == "debian");
    CHECK(parse_os_release("ID=a\\").id == "a\\");
    CHECK(parse_os_release("ID=first\nID=second\n").id == "second");
}

TEST_CASE("a package is installed as the distribution does it")
{
    struct Row {
        const char *name;
        std::string_view text, command;
    };
    for (const Row &row : {
             Row{"Debian", "ID=debian", "apt-get install gnome-keyring"},
             Row{"Ubuntu", "ID=ubuntu\nID_LIKE=debian", "apt-get install gnome-keyring"},
             Row{"Mint", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"",
                 "apt-get install gnome-keyring"},
             Row{"Fedora", "ID=fedora\nVARIANT_ID=workstation", "dnf install gnome-keyring"},
             Row{"Silverblue", "ID=fedora\nOSTREE_VERSION='40.1'",
                 "rpm-ostree install gnome-keyring"},
             Row{"Rocky", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"",
                 "dnf install gnome-keyring"},
             Row{"RHEL", "ID=\"rhel\"\nID_LIKE=\"fedora\"", "dnf install gnome-keyring"},
             Row{"Amazon", "ID=\"amzn\"\nID_LIKE=\"fedora\"", "dnf install gnome-keyring"},
             Row{"Tumbleweed", "ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"",
                 "zypper install gnome-keyring"},
             Row{"MicroOS", "ID=\"opensuse-microos\"\nID_LIKE=\"suse opensuse\"",
                 "transactional-update pkg install gnome-keyring"},
             Row{"SLES", "ID=\"sles\"\nID_LIKE=\"suse\"", "zypper install gnome-keyring"},
             Row{"Arch", "ID=arch", "pacman -S gnome-keyring"},
             Row{"Manjaro", "ID=manjaro\nID_LIKE=arch", "pacman -S gnome-keyring"},
             Row{"Alpine", "ID=alpine", "apk add gnome-keyring"},
             Row{"postmarketOS", "ID=postmarketos\nID_LIKE=alpine", "apk add gnome-keyring"},
             Row{"Gentoo", "ID=gentoo", "emerge gnome-keyring"},
             Row{"Void", "ID=\"void\"", "xbps-install gnome-keyring"},
             Row{"the first known relative", "ID=new\nID_LIKE=\"older arch debian\"",
                 "pacman -S gnome-keyring"},
             Row{"something else", "ID=nixos", ""},
         }) {
        SUBCASE(row.name)
        {
            CHECK(command_on(row.text) == row.command);
        }
    }
    CHECK(install_command(parse_os_release("ID=debian"), "a b") == "apt-get install a b");
}

TEST_CASE("reading the file of this machine throws nothing")
{
    const OsRelease os = read_os_release();
    CHECK(os.id.find('\n') == std::string::npos);
}
