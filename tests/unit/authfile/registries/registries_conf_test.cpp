// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_conf.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Helpers = std::vector<std::string>;

constexpr RegistriesDialect before_podman_6{.has_podman_6_layout = false};

/// The folders of one made-up machine.
struct Machine {
    test::TemporaryFolder folder;
    RegistriesPaths paths{
        {folder / "registries.conf"}, {}, {folder / "system.d", folder / "user.d"}};

    void write(const std::string &name, std::string_view text) const
    {
        test::write_text(folder / name, text);
    }
    [[nodiscard]] Helpers helpers(const RegistriesDialect &dialect = {}) const
    {
        return read_registries_conf(paths, dialect).credential_helpers();
    }
};

} // namespace

TEST_CASE("without a setting the auth files alone are asked")
{
    const Machine machine;
    CHECK(machine.helpers() == Helpers{"containers-auth.json"});
    machine.write("registries.conf", "unqualified-search-registries = [\"docker.io\"]\n");
    machine.write("user.d/1.conf", "[aliases]\n\"a\" = \"q.io/a\"\n");
    CHECK(machine.helpers() == Helpers{"containers-auth.json"});
    CHECK(read_registries_conf(machine.paths).source().empty());
}

TEST_CASE("a later file replaces the whole array")
{
    const Machine machine;
    machine.write("registries.conf", "credential-helpers = [\"a\"]\n");
    CHECK(machine.helpers() == Helpers{"a"});
    machine.write("system.d/50.conf", "credential-helpers = [\"b\", \"containers-auth.json\"]\n");
    machine.write("system.d/60.conf", "short-name-mode = \"permissive\"\n");
    CHECK(machine.helpers() == Helpers{"b", "containers-auth.json"});
    machine.write("user.d/10.conf", "credential-helpers = [\"c\"]\n");
    CHECK(machine.helpers() == Helpers{"c"});
    machine.write("user.d/9.conf", "credential-helpers = [\"d\"]\n");
    CHECK(machine.helpers() == Helpers{"d"});
    const auto conf = read_registries_conf(machine.paths);
    CHECK(conf.settings.size() == 4);
    CHECK(conf.source() == machine.folder / "user.d/9.conf");
    machine.write("user.d/99.conf", "credential-helpers = []\n");
    CHECK(machine.helpers() == Helpers{"containers-auth.json"});
}

TEST_CASE("only files that end in .conf count, hidden ones and links too")
{
    const Machine machine;
    machine.write("user.d/a.conf.bak", "credential-helpers = [\"bak\"]\n");
    std::filesystem::create_directories(machine.folder / "user.d/sub.conf");
    CHECK(machine.helpers() == Helpers{"containers-auth.json"});
    machine.write("user.d/.hidden.conf", "credential-helpers = [\"hidden\"]\n");
    CHECK(machine.helpers() == Helpers{"hidden"});
    machine.write("elsewhere", "credential-helpers = [\"linked\"]\n");
    std::filesystem::create_symlink(machine.folder / "elsewhere", machine.folder / "user.d/b.conf");
    CHECK(machine.helpers() == Helpers{"linked"});
    std::filesystem::create_symlink("/nonexistent", machine.folder / "user.d/c.conf");
    CHECK(machine.helpers() == Helpers{"linked"});
    CHECK_THROWS_AS(static_cast<void>(machine.helpers({.bears_dangling_link = false})), Error);
}

TEST_CASE("a drop-in folder that is a link counts as empty")
{
    const Machine machine;
    machine.write("real.d/a.conf", "credential-helpers = [\"x\"]\n");
    std::filesystem::create_directory_symlink(machine.folder / "real.d", machine.folder / "user.d");
    CHECK(machine.helpers() == Helpers{"containers-auth.json"});
}

TEST_CASE("the text of one file")
{
    struct Row {
        const char *name;
        std::string_view text;
        bool is_drop_in;
        std::string_view problem;
    };
    for (const Row &row : {
             Row{"one helper", "credential-helpers = [\"x\"]", true, ""},
             Row{"another letter case", "Credential-Helpers = [\"x\"]", true, ""},
             Row{"letters that Go folds", "\"credential-helper\u017f\" = [\"x\"]", true, ""},
             Row{"other keys",
                 "foo = 1\ncredential-helpers = [\"x\"]\n[[registry]]\nlocation=\"a\"", true, ""},
             Row{"a text", "credential-helpers = \"x\"", true,
                 "'f.conf', line 1, column 22: 'credential-helpers' is not an array"},
             Row{"numbers", "a = 1\ncredential-helpers = [ 1]", true,
                 "'f.conf', line 2, column 24: a credential helper is not a text"},
             Row{"version 1", "[registries.search]\nregistries = [\"a\"]", true,
                 "'f.conf', line 1, column 1: a drop-in cannot be of version 1"},
             Row{"an empty version 1",
                 "credential-helpers = [\"x\"]\n[registries.search]\nregistries = []", true,
                 "'f.conf', line 2, column 1: a drop-in cannot be of version 1"},
             Row{"nothing of version 1", "credential-helpers = [\"x\"]\n[registries.search]", true,
                 ""},
             Row{"a mixture",
                 "credential-helpers = [\"x\"]\n[registries.block]\nregistries = [\"a\"]", false,
                 "'f.conf', line 2, column 1: version 1 and version 2 are mixed"},
             Row{"another mixture",
                 "short-name-mode = \"permissive\"\n[registries.block]\nregistries = [\"a\"]",
                 false, "'f.conf', line 2, column 1: version 1 and version 2 are mixed"},
             Row{"a mode of short names",
                 "credential-helpers = [\"x\"]\nshort-name-mode = \"disabled\"", true, ""},
             Row{"one that is none", "short-name-mode = \"prompt\"", true,
                 "'f.conf', line 1, column 19: 'short-name-mode' is none of enforcing, permissive "
                 "and disabled"},
             Row{"one in capital letters", "short-name-mode = \"Enforcing\"", false,
                 "'f.conf', line 1, column 19: 'short-name-mode' is none of enforcing, permissive "
                 "and disabled"},
             Row{"one that is no text", "short-name-mode = 1", false,
                 "'f.conf', line 1, column 19: 'short-name-mode' of registries.conf is not a text"},
             Row{"no table", "registries = 7", false,
                 "'f.conf', line 1, column 14: 'registries' is not a table"},
         })
        SUBCASE(row.name)
        {
            std::optional<Helpers> helpers;
            std::string problem;
            try {
                helpers =
                    parse_credential_helpers(row.text, "f.conf", row.is_drop_in, before_podman_6);
            } catch (const Error &error) {
                CHECK(error.code() == Errc::Input);
                CHECK(error.subject() == "f.conf");
                problem = error.what();
            }
            CHECK(problem == row.problem);
            CHECK((helpers == Helpers{"x"}) == row.problem.empty());
        }
    CHECK_FALSE(parse_credential_helpers("[registries.search]\nregistries = [\"a\"]", "f", false,
                                         before_podman_6));
    CHECK_FALSE(parse_credential_helpers(
        "short-name-mode = \"\"\n[registries.search]\nregistries = [\"a\"]", "f", false,
        before_podman_6));
    CHECK_THROWS_AS(
        static_cast<void>(parse_credential_helpers("credential-helpers = [\"x\"", "f", false)),
        Error);
}

TEST_CASE("what toml++ itself ends the process for, or knows no answer to, is no TOML")
{
    for (const char *text : {"[\x0f]", "\x01 = 1", "[a.\x7f]", "prefix\u00e9 = 1", "a \u0301= 1",
                             "[[registry]]\nprefix = \"a\"\u0416"}) {
        CAPTURE(text);
        CHECK_THROWS_AS((void)parse_credential_helpers(text, "the file", false), Error);
    }
}

TEST_CASE("old tools bear what is empty beside the other version")
{
    constexpr std::string_view version_1 = "[registries.search]\nregistries = [\"a\"]";
    for (const std::string_view empty :
         {"credential-helpers = []\n", "unqualified-search-registries = []\n", "registry = []\n",
          "[aliases]\n"}) {
        CAPTURE(empty);
        const std::string text = std::string(empty).append(version_1);
        CHECK_THROWS_AS(
            static_cast<void>(parse_credential_helpers(text, "f", false, before_podman_6)), Error);
        CHECK_NOTHROW(static_cast<void>(parse_credential_helpers(
            text, "f", false, {.counts_empty_settings = false, .has_podman_6_layout = false})));
    }
    constexpr std::string_view empty_version_1 =
        "credential-helpers = [\"x\"]\n[registries.search]\nregistries = []";
    CHECK_THROWS_AS(
        static_cast<void>(parse_credential_helpers(empty_version_1, "f", false, before_podman_6)),
        Error);
    CHECK(parse_credential_helpers(
              empty_version_1, "f", true,
              {.counts_empty_settings = false, .has_podman_6_layout = false}) == Helpers{"x"});
}

TEST_CASE("podman 6 refuses version 1")
{
    const std::string text = "[registries.search]\nregistries = [\"a\"]";
    for (const bool is_drop_in : {false, true})
        CHECK_THROWS_WITH(static_cast<void>(parse_credential_helpers(text, "f", is_drop_in)),
                          "'f', line 1, column 1: version 1 of the format, which podman 6, buildah "
                          "1.44 and skopeo 1.23 refuse");
}

TEST_CASE("a setting below the header of a table is none")
{
    const Machine machine;
    machine.write("registries.conf", "[[registry]]\nlocation = \"a\"\n"
                                     "credential-helpers = [\"x\"]\n"
                                     "[[registry.mirror]]\nlocation = \"b\"\n"
                                     "short-name-mode = \"permissive\"\n");
    const RegistriesConf conf = read_registries_conf(machine.paths);
    CHECK(conf.credential_helpers() == Helpers{"containers-auth.json"});
    const std::string file = machine.folder / "registries.conf";
    CHECK(conf.misplaced == std::vector<MisplacedSetting>{{file, 3, "credential-helpers"},
                                                          {file, 6, "short-name-mode"}});
}

TEST_CASE("nor is one below the header of any other table")
{
    const Machine machine;
    machine.write("user.d/a.conf", "[other.inner]\ncredential-helpers = [\"x\"]\n");
    const RegistriesConf conf = read_registries_conf(machine.paths);
    CHECK(conf.misplaced == std::vector<MisplacedSetting>{
                                {machine.folder / "user.d/a.conf", 2, "credential-helpers"}});
}

TEST_CASE("a byte order mark, as Windows writes it, by the age of the tools")
{
    const std::string text = "\xef\xbb\xbf"
                             "credential-helpers = [\"a\"]";
    CHECK(parse_credential_helpers(text, "f", false) == Helpers{"a"});
    CHECK_THROWS_WITH(static_cast<void>(parse_credential_helpers(text, "f", false,
                                                                 {.takes_byte_order_mark = false})),
                      "'f' starts with a byte order mark, as Windows writes it");
}
