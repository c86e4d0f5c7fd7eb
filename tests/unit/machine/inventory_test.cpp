// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "machine/erase_command.hpp"
#include "machine/inventory.hpp"
#include "machine/read_settings.hpp"
#include "unit/machine/findings.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::machine;

namespace {

const std::vector<Tool> tools{{Family::Containers, "podman", Version{5, 8}},
                              {Family::Docker, "docker", Version{29, 0}}};

struct Row {
    const char *name;
    test::AuthFiles files;
    std::vector<keyring::Login> keyring;
    std::string logins;   ///< "USER of KEY in PLACE: USED BY" for each
    std::string findings; ///< parts of them, a line each, in this order
};

std::string lines_of(const Inventory &inventory, const test::Home &home)
{
    std::string text;
    for (const Login &login : inventory.logins()) {
        text += login.username + " of " + login.key + " in " +
                (login.place == Place::Keyring ? "keyring" : login.file) +
                (login.place == Place::Helper ? " by " + login.helper : "") + ":";
        for (const Tool &tool : login.used_by)
            text += " " + tool.name;
        text += "\n";
    }
    return home.shortened(text);
}

/// The findings but for those of plain text, which file_findings_test.cpp has.
std::string findings_of(const Inventory &inventory, const test::Home &home)
{
    Findings findings = inventory.findings();
    std::erase_if(findings, [](const Finding &finding) { return finding.check == Check::Plain; });
    return test::lines_of(findings, home);
}

void judge(std::initializer_list<Row> rows)
{
    for (const Row &row : rows)
        SUBCASE(row.name)
        {
            test::Home home;
            home.install("docker-credential-cppsecret");
            home.install("docker-credential-pass", R"(echo '{"a.io": "eve"}')");
            home.install("docker-credential-getonly", "exit 1");
            row.files.write_to(home);
            const ToolSettings settings = read_settings(std::nullopt, tools);
            HelperOracle helpers({row.keyring, {}}, Others::Ask);
            const Inventory inventory(settings, helpers);
            CHECK(lines_of(inventory, home) == row.logins);
            CHECK(findings_of(inventory, home) == row.findings);
        }
}

} // namespace

TEST_CASE("who uses a login")
{
    judge({
        {"nothing is there", {}, {}, "", ""},
        {"in podman's file",
         {R"({"auths": {"a.io": {"auth": "ann:one"}}})"},
         {},
         "ann of a.io in ~/run/containers/auth.json: podman\n",
         ""},
        {"in docker's file, which podman reads too",
         {nullptr, R"({"auths": {"a.io": {"auth": "ann:one"}}})"},
         {},
         "ann of a.io in ~/.docker/config.json: podman docker\n",
         ""},
        {"a token alone, which podman does not find",
         {nullptr, R"({"auths": {"a.io": {"identitytoken": "t"}}})"},
         {},
         "<token> of a.io in ~/.docker/config.json: docker\n",
         ""},
        {"in the keyring, where a file names our helper",
         {R"({"credHelpers": {"a.io": "cppsecret"}})"},
         {{"https://a.io", "ann"}},
         "ann of https://a.io in keyring: podman\n",
         ""},
        {"in the keyring, where none does", {}, {{"a.io", "ann"}}, "ann of a.io in keyring:\n", ""},
        {"of another helper",
         {R"({"credHelpers": {"a.io": "pass"}})"},
         {},
         "eve of a.io in ~/run/containers/auth.json by pass: podman\n",
         ""},
        {"of a namespace, which docker takes for the host",
         {nullptr, R"({"auths": {"a.io/team": {"auth": "ann:one"}}})"},
         {},
         "ann of a.io/team in ~/.docker/config.json: podman docker\n",
         ""},
    });
}

TEST_CASE("a login that is not used is told, with what comes before it")
{
    const std::string edit = " $ ${EDITOR:-vi} ~/.config/containers/auth.json\n";
    const std::string unused =
        "warning shadowed: no tool uses the login for 'a.io' in '~/.config/containers/auth.json': ";
    judge({
        {"an earlier file",
         {.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
          .persistent = R"({"auths": {"a.io": {"auth": "bob:two"}}})"},
         {},
         "ann of a.io in ~/run/containers/auth.json: podman\nbob of a.io in "
         "~/.config/containers/auth.json:\n",
         unused + "the one for 'a.io' in '~/run/containers/auth.json' comes first" + edit},
        {"another helper",
         {.containers = R"({"credHelpers": {"a.io": "pass"}})",
          .persistent = R"({"auths": {"a.io": {"auth": "bob:two"}}})"},
         {},
         "eve of a.io in ~/run/containers/auth.json by pass: podman\nbob of a.io in "
         "~/.config/containers/auth.json:\n",
         unused + "'docker-credential-pass' is asked first" + edit},
        {"a file that only podman reads, which no image leads to",
         {R"({"auths": {"a.io/Team": {"auth": "ann:one"}}})"},
         {},
         "ann of a.io/Team in ~/run/containers/auth.json:\n",
         "warning shadowed: no tool uses the login for 'a.io/Team' in "
         "'~/run/containers/auth.json': no image has a name that leads to it $ ${EDITOR:-vi} "
         "~/run/containers/auth.json\n"},
        {"docker's token, for which our helper is asked",
         {nullptr,
          R"({"auths": {"https://index.docker.io/v1/access-token": {"auth": "ann:t"}}, "credsStore": "cppsecret"})"},
         {},
         "ann of https://index.docker.io/v1/access-token in ~/.docker/config.json: podman\n",
         "warning shadowed: docker does not find its token "
         "'https://index.docker.io/v1/access-token' in '~/.docker/config.json': the file is not "
         "read for it $ cppsecret migrate docker.io\n"},
        {"user and password beside no 'auth', which may be the only copy",
         {R"({"auths": {"a.io": {"username": "ann", "password": "one"}}})"},
         {},
         "ann of a.io in ~/run/containers/auth.json:\n",
         "warning shadowed: no tool uses the login for 'a.io' in '~/run/containers/auth.json': "
         "podman, buildah and skopeo read only 'auth', and it has none $ cppsecret migrate a.io\n"},
        {"one that cannot be read",
         {R"({"auths": {"a.io": {"auth": "%"}}})"},
         {},
         " of a.io in ~/run/containers/auth.json:\n",
         "error file: '~/run/containers/auth.json', line 1, column 12: the 'auth' of 'a.io' is not "
         "base64 $ ${EDITOR:-vi} ~/run/containers/auth.json\n"},
        {"the keyring's, which an old one hides",
         {.containers = R"({"auths": {"a.io": {"auth": "ann:one"}}})",
          .persistent = R"({"credHelpers": {"a.io": "cppsecret"}})"},
         {{"a.io", "ann"}},
         "ann of a.io in keyring:\nann of a.io in ~/run/containers/auth.json: podman\n",
         "warning shadowed: podman, buildah and skopeo use the login for 'a.io' in plain text in "
         "'~/run/containers/auth.json', not the one in the keyring $ cppsecret migrate a.io\n"},
    });
}

TEST_CASE("what may yet be found is not told to be unused, but what is in its way")
{
    const std::string podmans = "~/run/containers/auth.json";
    judge({
        {"a helper may have none",
         {.containers = R"({"credHelpers": {"b.io": "pass"}})",
          .persistent = R"({"auths": {"b.io": {"auth": "bob:two"}}})"},
         {},
         " of b.io in ~/run/containers/auth.json by pass: podman\nbob of b.io in "
         "~/.config/containers/auth.json:\n",
         ""},
        {"a helper may fail, after which docker looks into its file",
         {nullptr,
          R"({"auths": {"https://index.docker.io/v1/access-token": {"auth": "ann:t"}}, "credsStore": "pass"})"},
         {},
         "eve of a.io in ~/.docker/config.json by pass: docker\nann of "
         "https://index.docker.io/v1/access-token in ~/.docker/config.json: podman\n",
         ""},
        {"or for docker, where the file before hides it from podman",
         {.containers = R"({"auths": {"b.io": {"auth": "ann:one"}}})",
          .docker = R"({"auths": {"b.io": {"auth": "bob:two"}}, "credsStore": "getonly"})"},
         {},
         "ann of b.io in ~/run/containers/auth.json: podman\nbob of b.io in "
         "~/.docker/config.json:\n",
         ""},
        {"a file before is empty",
         {.containers = "", .persistent = R"({"auths": {"b.io": {"auth": "bob:two"}}})"},
         {},
         "bob of b.io in ~/.config/containers/auth.json:\n",
         "error file: '" + podmans + "' is empty $ echo '{}' > " + podmans + "\n"},
        {"a helper before is not there",
         {.containers = R"({"credHelpers": {"b.io": "absent"}})",
          .persistent = R"({"auths": {"b.io": {"auth": "bob:two"}}})"},
         {},
         "bob of b.io in ~/.config/containers/auth.json:\n",
         "error dangling: '" + podmans +
             "' names the helper 'absent' for 'b.io': 'docker-credential-absent' is not in PATH $ "
             "cppsecret configure --force --authfile ~/run/containers/auth.json b.io\n"},
        {"docker refuses the file, and podman finds the login in another",
         {.containers = R"({"auths": {"b.io": {"auth": "ann:one"}}})",
          .docker = R"({"auths": {"b.io": {"auth": "bob:two"}}, "credsStore": 7})"},
         {},
         "ann of b.io in ~/run/containers/auth.json: podman\nbob of b.io in "
         "~/.docker/config.json:\n",
         "error file: '~/.docker/config.json', line 1, column 61: 'credsStore' is not a text $ "
         "${EDITOR:-vi} ~/.docker/config.json\n"},
    });
}

TEST_CASE("a helper that is named in vain")
{
    const std::string names = "'~/run/containers/auth.json' names the helper ";
    judge({
        {"that is not there",
         {R"({"credHelpers": {"b.io": "absent"}})"},
         {},
         "",
         "error dangling: " + names +
             "'absent' for 'b.io': 'docker-credential-absent' is not in PATH $ cppsecret configure "
             "--force "
             "--authfile ~/run/containers/auth.json b.io\n"},
        {"without a name",
         {R"({"credHelpers": {"b.io": ""}})"},
         {},
         "",
         "error dangling: " + names +
             "'' for 'b.io': it has no name $ cppsecret configure --force --authfile "
             "~/run/containers/auth.json b.io\n"},
        {"one that may make a login when it is asked is not",
         {R"({"credHelpers": {"b.io": "pass"}})"},
         {},
         " of b.io in ~/run/containers/auth.json by pass: podman\n",
         ""},
        {"nor is one that has no list",
         {R"({"credHelpers": {"b.io": "getonly"}})"},
         {},
         " of b.io in ~/run/containers/auth.json by getonly: podman\n",
         ""},
        {"for a URL",
         {R"({"credHelpers": {"https://b.io": "pass"}})"},
         {},
         "",
         "warning url: " + names +
             "'pass' for 'https://b.io', and no tool asks for that key $ ${EDITOR:-vi} "
             "~/run/containers/auth.json\n"},
        {"for a wildcard and a placeholder",
         {R"({"credHelpers": {"*.b.io": "cppsecret", "<registry>": "cppsecret"}})"},
         {},
         "",
         "warning url: " + names +
             "'cppsecret' for '*.b.io', and no tool asks for that key $ ${EDITOR:-vi} "
             "~/run/containers/auth.json\n"
             "warning url: " +
             names +
             "'cppsecret' for '<registry>', and no tool asks for that key $ ${EDITOR:-vi} "
             "~/run/containers/auth.json\n"},
        {"ours without a login",
         {R"({"credHelpers": {"b.io": "cppsecret"}})"},
         {},
         "",
         "warning dangling: " + names +
             "'cppsecret' for 'b.io', and it has no login for it $ cppsecret unconfigure "
             "--authfile "
             "~/run/containers/auth.json b.io\n"},
    });
}

TEST_CASE("docker from the snap runs no helper that its file names")
{
    test::Home home;
    home.install("docker-credential-cppsecret");
    home.write("snap/docker/current/.docker/config.json",
               R"({"credsStore": "cppsecret", "credHelpers": {"b.io": "pass"}})");
    Tool snap = tools.back();
    snap.is_from_snap = true;
    const ToolSettings settings = read_settings(std::nullopt, {tools.front(), snap});
    HelperOracle helpers({{}, {}}, Others::Ask);
    const std::string names = "error dangling: '~/snap/docker/current/.docker/config.json' names "
                              "the helper ";
    const std::string cannot = ", and docker from the snap cannot run a helper $ ";
    CHECK(findings_of(Inventory(settings, helpers), home) ==
          names + "'pass'" + cannot + "${EDITOR:-vi} ~/snap/docker/current/.docker/config.json\n" +
              names + "'cppsecret'" + cannot + "cppsecret unconfigure --tool docker --all\n");
}

TEST_CASE("a helper for all registries that is not there")
{
    struct AllRow {
        const char *name;
        const char *store; ///< docker's
        const char *conf;  ///< registries.conf
        std::string findings;
        const char *advice;
    };
    const std::string docker = "error dangling: '~/.docker/config.json' has the credsStore ";
    const std::string conf =
        "error dangling: '~/.config/containers/registries.conf' names the helper ";
    const std::string edit = " $ ${EDITOR:-vi} ~/.config/containers/registries.conf\n";
    const std::vector<AllRow> rows{
        AllRow{"docker's", "absent", "",
               docker + "'absent', and 'docker-credential-absent' is not in PATH $ cppsecret "
                        "configure --force --tool docker --all-registries\n",
               ""},
        AllRow{"ours for docker", "cppsecret", "",
               docker + "'cppsecret', and 'docker-credential-cppsecret' is not in PATH\n",
               "install the helper where docker finds it"},
        AllRow{"one that is there", "pass", R"(credential-helpers = ["pass"])", "", ""},
        AllRow{"that of registries.conf", "pass", R"(credential-helpers = ["absent", "pass"])",
               conf + "'absent', and 'docker-credential-absent' is not in PATH" + edit,
               "install that helper, or take it out of the file"},
        AllRow{"ours in registries.conf", "pass",
               R"(credential-helpers = ["cppsecret-containers", "containers-auth.json"])",
               conf + "'cppsecret-containers', and 'docker-credential-cppsecret-containers' is "
                      "not in PATH\n",
               "install the helper where the tools find it"}};
    for (const AllRow &row : rows)
        SUBCASE(row.name)
        {
            test::Home home;
            home.install("docker-credential-pass", "echo '{}'");
            home.write(".docker/config.json",
                       std::string(R"({"credsStore": ")") + row.store + R"("})");
            home.write(".config/containers/auth.json", R"({"credsStore": ""})");
            home.write(".config/containers/registries.conf", row.conf);
            const ToolSettings settings = read_settings(std::nullopt, tools);
            HelperOracle helpers({{}, {}}, Others::LeaveAlone);
            const Inventory inventory(settings, helpers);
            CHECK(findings_of(inventory, home) == row.findings);
            for (const Finding &finding : inventory.findings()) {
                CHECK_FALSE(finding.why.empty());
                CHECK(finding.advice == row.advice);
            }
        }
}

TEST_CASE("the logins of a helper that registries.conf names")
{
    test::Home home;
    home.install("docker-credential-pass", R"(echo '{"a.io": "eve"}')");
    home.write(".config/containers/registries.conf",
               "credential-helpers = [\"pass\", \"containers-auth.json\"]\n");
    const ToolSettings settings = read_settings(std::nullopt, tools);
    HelperOracle helpers({{}, {}}, Others::Ask);
    CHECK(lines_of(Inventory(settings, helpers), home) ==
          "eve of a.io in ~/.config/containers/registries.conf by pass: podman\n");
}

TEST_CASE("why a login is not used is told by a tool that reads its file")
{
    test::Home home;
    home.write("auth.json", "{}");
    home.write(".config/containers/auth.json", R"({"auths": {"a.io": {"identitytoken": "t"}}})");
    const test::Variable variable("REGISTRY_AUTH_FILE", home / "auth.json");
    const ToolSettings settings =
        read_settings(std::nullopt, {{Family::Containers, "podman", Version{4, 3}},
                                     {Family::Containers, "skopeo", Version{1, 18}}});
    HelperOracle helpers({{}, {}}, Others::Ask);
    const std::string findings = findings_of(Inventory(settings, helpers), home);
    CHECK(findings.find("': the entry has no 'auth'") != std::string::npos);
}

TEST_CASE("or not at all, where docker fails at the file, and podman reads none")
{
    test::Home home;
    home.install("docker-credential-cppsecret-containers");
    home.write(".docker/config.json",
               R"({"auths": {"a.io": {"auth": "YW5uOm9uZQ=="}, "b.io": {"auth": "%"}}})");
    home.write(".config/containers/registries.conf",
               "credential-helpers = [\"cppsecret-containers\"]\n");
    const ToolSettings settings = read_settings(std::nullopt, tools);
    HelperOracle helpers({{}, {}}, Others::Ask);
    const std::string findings = findings_of(Inventory(settings, helpers), home);
    CHECK(findings ==
          "error file: '~/.docker/config.json', line 1, column 46: the 'auth' of 'b.io' "
          "is not base64 $ ${EDITOR:-vi} ~/.docker/config.json\n");
}

TEST_CASE("a file that tools are told to use is not there")
{
    test::Home home;
    const auto findings_with = [&home](const std::optional<std::string> &auth_file,
                                       const std::vector<Tool> &installed) {
        const ToolSettings settings = read_settings(auth_file, installed);
        HelperOracle helpers({{}, {}}, Others::Ask);
        return findings_of(Inventory(settings, helpers), home);
    };
    const std::string names = " names '~/auth.json', and there is no such file $ echo '{}' > "
                              "~/auth.json\n";
    CHECK(findings_with(home / "auth.json", tools) == "error file: --authfile" + names);
    const test::Variable variable("REGISTRY_AUTH_FILE", home / "auth.json");
    CHECK(findings_with(std::nullopt, {{Family::Containers, "podman", Version{4, 6}}}) ==
          "error file: REGISTRY_AUTH_FILE" + names);
    CHECK(findings_with(std::nullopt, tools).empty());
    CHECK(findings_with(std::nullopt, {{Family::Containers, "skopeo", Version{1, 22}}}).empty());
}

TEST_CASE("an entry without a readable login harms those who read its file")
{
    struct HarmRow {
        const char *name;
        test::AuthFiles files;
        std::string why;
    };
    const std::string podmans = "podman, buildah and skopeo ";
    for (const HarmRow &row :
         {HarmRow{"docker's file",
                  {nullptr, R"({"auths": {"b.io": {"auth": "%"}}})"},
                  "docker drops every login of a file with such an entry"},
          HarmRow{"podman's", {R"({"auths": {"b.io": {"auth": "%"}}})"}, podmans + "fail on it"},
          HarmRow{"no password",
                  {R"({"auths": {"b.io": {"auth": "YW5u"}}})"},
                  podmans + "pass it over"},
          HarmRow{"no user",
                  {R"({"auths": {"b.io": {"auth": "Onh4"}}})"},
                  podmans + "take it for a login without a user"}})
        SUBCASE(row.name)
        {
            test::Home home;
            row.files.write_to(home);
            const ToolSettings settings = read_settings(std::nullopt, tools);
            HelperOracle helpers({{}, {}}, Others::Ask);
            const Inventory inventory(settings, helpers);
            const auto harm =
                std::find_if(inventory.findings().begin(), inventory.findings().end(),
                             [](const Finding &finding) { return finding.check == Check::File; });
            REQUIRE(harm != inventory.findings().end());
            CHECK(harm->why == row.why);
        }
}

TEST_CASE("a helper that is not there harms the searches that ask it")
{
    struct HarmRow {
        const char *name;
        test::AuthFiles files;
        std::string why;
    };
    const std::string remote = "'podman --remote' fails at every registry";
    for (const HarmRow &row :
         {HarmRow{"podman's and docker's",
                  {nullptr, R"({"credHelpers": {"b.io": "absent"}})"},
                  "podman, buildah and skopeo do not get at 'b.io', not even at public images, and "
                  "'podman --remote' at no registry"},
          HarmRow{"docker's alone",
                  {nullptr, R"({"credHelpers": {"https://index.docker.io/v1/": "absent"}})"},
                  "docker cannot log in there, and finds only what its file has in plain text; " +
                      remote},
          HarmRow{"nobody's",
                  {R"({"credHelpers": {"https://b.io": "absent"}})"},
                  "no search asks it, but " + remote + " if it reads the file"},
          HarmRow{"behind a login",
                  {.containers = R"({"auths": {"b.io": {"auth": "ann:one"}}})",
                  .persistent = R"({"credHelpers": {"b.io": "absent"}})"},
                  "no search asks it, but " + remote + " if it reads the file"}})
        SUBCASE(row.name)
        {
            test::Home home;
            row.files.write_to(home);
            const ToolSettings settings = read_settings(std::nullopt, tools);
            HelperOracle helpers({{}, {}}, Others::Ask);
            const Inventory inventory(settings, helpers);
            REQUIRE_FALSE(inventory.findings().empty());
            CHECK(inventory.findings().back().check == Check::Dangling);
            CHECK(inventory.findings().back().why == row.why);
        }
}

TEST_CASE("a keyring that does not show all is told, and no helper of ours is blamed")
{
    test::Home home;
    home.install("docker-credential-cppsecret");
    test::AuthFiles{R"({"credHelpers": {"b.io": "cppsecret"}})"}.write_to(home);
    const ToolSettings settings = read_settings(std::nullopt, tools);
    HelperOracle helpers({{}, Error(Errc::Locked, "it is locked", "unlock it")}, Others::Ask);
    const Inventory inventory(settings, helpers);
    CHECK(findings_of(inventory, home) == "warning keyring: it is locked\n");
}

TEST_CASE("a registries.conf that cannot be read")
{
    test::Home home;
    home.write(".config/containers/registries.conf", "=");
    test::AuthFiles{R"({"auths": {"a.io": {"auth": "ann:one"}}})"}.write_to(home);
    const ToolSettings settings = read_settings(std::nullopt, tools);
    HelperOracle helpers({{}, {}}, Others::Ask);
    const Inventory inventory(settings, helpers);
    const std::string findings = findings_of(inventory, home);
    CHECK(findings.starts_with("error file: '~/.config/containers/registries.conf'"));
    CHECK(findings.find(" $ ${EDITOR:-vi} ~/.config/containers/registries.conf\n") !=
          std::string::npos);
    CHECK(findings.find("shadowed") == std::string::npos);
}

TEST_CASE("a registries.conf that tools of one age refuse")
{
    test::Home home;
    home.write(".config/containers/registries.conf", "\xef\xbb\xbf");
    const Tool old{Family::Containers, "skopeo", Version{1, 9}};
    const Tool older{Family::Containers, "buildah", Version{1, 28}};
    const auto why = [&](const std::vector<Tool> &installed) {
        const ToolSettings settings = read_settings(std::nullopt, installed);
        HelperOracle helpers({{}, {}}, Others::Ask);
        const Inventory inventory(settings, helpers);
        REQUIRE(inventory.findings().size() == 1);
        CHECK(inventory.findings().front().what.find("byte order mark") != std::string::npos);
        return inventory.findings().front().why;
    };
    const std::string until = " no login at all until it is fixed";
    CHECK(why({tools.front(), old}) == "skopeo 1.9 finds" + until);
    CHECK(why({tools.front(), older, old}) == "buildah 1.28, skopeo 1.9 find" + until);
    CHECK(why({older, old}) == "podman, buildah and skopeo find" + until);
}

TEST_CASE("a registries.conf that a tool's login alone reads")
{
    test::Home home;
    home.write(".config/containers/registries.conf", "short-name-mode = \"prompt\"\n");
    home.write("named.conf", "");
    const test::Variable variable("CONTAINERS_REGISTRIES_CONF", home / "named.conf");
    const ToolSettings settings =
        read_settings(std::nullopt, {{Family::Containers, "buildah", Version{1, 43}}});
    HelperOracle helpers({{}, {}}, Others::LeaveAlone);
    const Inventory inventory(settings, helpers);
    REQUIRE(inventory.findings().size() == 1);
    CHECK(inventory.findings().front().severity == Severity::Error);
    CHECK(inventory.findings().front().what.find("'short-name-mode'") != std::string::npos);
    CHECK(inventory.findings().front().why == "a login by buildah 1.43 fails until it is fixed");
}

TEST_CASE("the command that erases one login, and no other")
{
    struct EraseRow {
        const char *name;
        Login login;
        std::vector<const char *> programs;
        const char *command;
    };
    const auto in_file = [](const char *file, const char *key) {
        return Login{key, "ann", Place::File, file, key, {}};
    };
    const char *const containers = "run/containers/auth.json";
    const char *const docker = ".docker/config.json";
    for (const EraseRow &row :
         {EraseRow{"the keyring's",
                   {"a.io", "ann", Place::Keyring, {}, "a.io", "cppsecret"},
                   {},
                   "cppsecret logout a.io"},
          EraseRow{"docker's token",
                   {"https://index.docker.io/v1/access-token",
                    "ann",
                    Place::Keyring,
                    {},
                    "https://index.docker.io/v1/access-token",
                    "cppsecret"},
                   {},
                   "cppsecret logout docker.io"},
          EraseRow{"another helper's",
                   {"a.io", "eve", Place::Helper, "x", "a.io", "pass"},
                   {},
                   "printf %s a.io | docker-credential-pass erase"},
          EraseRow{"podman's",
                   in_file(containers, "a.io"),
                   {"podman"},
                   "podman logout --authfile ~/run/containers/auth.json a.io"},
          EraseRow{"by the tool that is there",
                   in_file(containers, "a.io"),
                   {"skopeo"},
                   "skopeo logout --authfile ~/run/containers/auth.json a.io"},
          EraseRow{"under a key that podman does not write",
                   in_file(containers, "https://a.io"),
                   {"podman"},
                   "${EDITOR:-vi} ~/run/containers/auth.json"},
          EraseRow{"without a tool",
                   in_file(containers, "a.io"),
                   {},
                   "${EDITOR:-vi} ~/run/containers/auth.json"},
          EraseRow{"docker's", in_file(docker, "a.io"), {"docker", "podman"}, "docker logout a.io"},
          EraseRow{"docker's of a namespace",
                   in_file(docker, "a.io/b"),
                   {"docker"},
                   "${EDITOR:-vi} ~/.docker/config.json"},
          EraseRow{"docker's without docker",
                   in_file(docker, "a.io"),
                   {"podman"},
                   "${EDITOR:-vi} ~/.docker/config.json"},
          EraseRow{"of a file that no tool reads",
                   in_file("x.json", "a.io"),
                   {"podman"},
                   "${EDITOR:-vi} ~/x.json"}})
        SUBCASE(row.name)
        {
            test::Home home;
            for (const char *program : row.programs)
                home.install(program);
            const ToolSettings settings = read_settings(std::nullopt, tools);
            Login login = row.login;
            login.file = home / login.file;
            CHECK(home.shortened(erase_command(login, settings).text()) == row.command);
        }
}
