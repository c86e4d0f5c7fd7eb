// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

namespace {

constexpr const char *configure = "cppsecret configure --tool containers --all-registries";

void use_socket(Snapshot &snapshot)
{
    snapshot.podman_api.socket = "/run/user/1000/podman/podman.sock";
}

void use_podman_6(Snapshot &snapshot)
{
    use_socket(snapshot);
    snapshot.podman_api.can_be_told = true;
}

} // namespace

TEST_CASE("whose logins podman's API stores and uses")
{
    judge(doctor::check_podman_api,
          {{"another helper answers for all",
            [](Snapshot &s) {
                use_socket(s);
                set_helpers(s, {"secretservice", "containers-auth.json"});
            },
            Severity::Warning, "podman-api",
            "the helper 'secretservice' answers for every registry, and podman.socket is in use "
            "('/run/user/1000/podman/podman.sock')",
            configure},
           {"a strict drop-in",
            [](Snapshot &s) {
                use_socket(s);
                set_helpers(s, {"cppsecret-containers"});
            },
            Severity::Warning, "podman-api", "'/home/ann/60.conf' leaves out the auth files",
            configure},
           {"podman 6 without an order of its own for it", use_podman_6, Severity::Warning,
            "podman-api", "podman's API prefers your logins to its callers'", configure}});
    judge_silence(doctor::check_podman_api,
                  {{"no socket", [](Snapshot &s) { set_helpers(s, {"secretservice"}); }, ""},
                   {"an older podman, which has no place for it", use_socket, ""},
                   {"podman 6 with one",
                    [](Snapshot &s) {
                        use_podman_6(s);
                        s.podman_api.has_own_order = true;
                    },
                    ""},
                   {"auth files first",
                    [](Snapshot &s) {
                        use_podman_6(s);
                        set_helpers(s, {"containers-auth.json", "cppsecret"});
                    },
                    ""},
                   {"no podman",
                    [](Snapshot &s) {
                        use_podman_6(s);
                        s.registries.front().tools = {};
                    },
                    ""}});
}
