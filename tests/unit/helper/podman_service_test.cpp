// SPDX-License-Identifier: MIT
#include "helper/podman_service.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::helper;
using Words = std::vector<std::string_view>;

namespace {

/// `line` as /proc/PID/cmdline has it: a blank ends a word, and so does the end.
std::string cmdline_of(std::string_view line)
{
    std::string cmdline(line);
    std::replace(cmdline.begin(), cmdline.end(), ' ', '\0');
    return cmdline + '\0';
}

bool is_service(std::string_view line)
{
    return is_podman_service(words_of_cmdline(cmdline_of(line)));
}

} // namespace

TEST_CASE("podman's API service is known by its words")
{
    for (const std::string_view line : {
             "podman system service",
             "podman system service -t 0 unix:///run/podman/podman.sock",
             "/usr/bin/podman system service --time=0",
             "./podman system service tcp://127.0.0.1:8888",
             // as podman.service starts it
             "/usr/bin/podman --log-level=info system service",
             "podman --log-level debug system service -t 0 unix:///tmp/p.sock",
             "podman --root /a --runroot /b --tmpdir=/c --storage-driver vfs system service",
             "podman --storage-opt a=b --storage-opt c=d system service",
             "podman --syslog --trace system service",
             "podman --syslog=false --transient-store system service",
             "podman --runtime-flag log-format=json --conmon /c system service",
             "podman --module m.conf --imagestore /i --pull-option a=b system service",
             "podman --config /d --tls-cert /c --cdi-spec-dir /s -H unix:///h system service",
             "podman -c name system service",
             "podman -c=name system service",
             "podman -cname system service",
             // options may stand between the two as well
             "podman system --log-level debug service",
             "podman system --syslog service",
             // values that look like something else
             "podman --root system system service",
             "podman --root run system service",
             "podman --root service system service",
             "podman --log-level - system service",
             "podman --runtime-flag -x=y system service",
             // an option that nobody knows yet, with a value and without
             "podman --next value system service",
             "podman --next system service",
             "podman --next --other value system service",
             // cannot run a service, and then stores nothing
             "podman --remote system service",
         }) {
        CAPTURE(line);
        CHECK(is_service(line));
    }
    CHECK(is_podman_service(Words{"podman", "--network-config-dir", "", "system", "service"}));
}

TEST_CASE("other commands and other programs are not the service")
{
    for (const std::string_view line : {
             "podman",
             "podman system",
             "podman service",
             "podman service system",
             "podman system connection list",
             "podman system connection service",
             "podman system info service",
             "podman system -- service",
             "podman -- system service",
             "podman login registry.example",
             "podman login system service",
             "podman pull system",
             "podman run system service",
             "podman run x system service",
             "podman --log-level debug run x system service",
             "podman --log-level=debug run system service",
             "podman --remote run system service",
             "podman -r run system service",
             "podman --syslog pull system service",
             "podman -rc name system service",
             "podman systemservice",
             "podman 'system service'",
             "podman System Service",
             "podman --root /a",
             "podman --root",
             "podman -",
             "podman - system service",
             "podman-remote system service",
             "/usr/bin/podman-remote --url ssh://h system service",
             "podman-compose system service",
             "podman/ system service",
             "docker system service",
             "bash podman system service",
             "conmon podman system service",
             "system service",
             "--root podman system service",
         }) {
        CAPTURE(line);
        CHECK_FALSE(is_service(line));
    }
    CHECK_FALSE(is_podman_service(Words{}));
    CHECK_FALSE(is_podman_service(Words{""}));
    CHECK_FALSE(is_podman_service(Words{"", "system", "service"}));
    CHECK_FALSE(is_podman_service(Words{"podman", "", "system", "service"}));
    CHECK_FALSE(is_podman_service(Words{"podman", "system", "", "service"}));
    CHECK_FALSE(is_podman_service(Words{"podman system service"}));
}

TEST_CASE("a command line is cut at its NULs, and what no NUL ends is not a word")
{
    using namespace std::string_view_literals;
    CHECK(words_of_cmdline(""sv) == Words{});
    CHECK(words_of_cmdline("\0"sv) == Words{""});
    CHECK(words_of_cmdline("podman"sv) == Words{});
    CHECK(words_of_cmdline("podman\0sys"sv) == Words{"podman"});
    CHECK(words_of_cmdline("podman\0system\0"sv) == Words{"podman", "system"});
    CHECK(words_of_cmdline("a\0\0b\0"sv) == Words{"a", "", "b"});
    CHECK_FALSE(is_podman_service(words_of_cmdline("podman\0system\0service"sv)));
    CHECK_FALSE(is_podman_service(words_of_cmdline("podman\0system\0serv"sv)));
    CHECK(is_podman_service(words_of_cmdline("podman\0system\0service\0-t\0"sv)));
}

TEST_CASE("a long command line is judged, however it is made")
{
    std::string options;
    while (options.size() < 16384)
        options += " --root system";
    CHECK(is_service("podman" + options + " system service"));
    CHECK_FALSE(is_service("podman" + options + " run system service"));
    CHECK_FALSE(is_service("podman" + options));
    CHECK(is_service("podman system service" + options));
}

TEST_CASE("a test is not run by podman's service")
{
    CHECK_FALSE(is_run_by_podman_service());
}
