// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_conf.hpp"
#include "authfile/registries/short_names.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Aliases = std::vector<ShortNameAlias>;

RegistriesConf conf_with(std::string_view text, const RegistriesDialect &dialect = {})
{
    const test::TemporaryFolder folder;
    test::write_text(folder / "f.conf", text);
    return read_registries_conf({{folder / "f.conf"}, "NAMED_BY", {}}, dialect);
}

} // namespace

TEST_CASE("later files add to aliases and replace search registries")
{
    const test::TemporaryFolder folder;
    const std::string first = folder / "registries.conf";
    const std::string second = folder / "a.d/1.conf";
    const std::string third = folder / "a.d/2.conf";
    test::write_text(first, "unqualified-search-registries = [\"a.io/\", \"b.io\"]\n"
                            "[aliases]\n\"x\" = \"q.io/x\"\n\"y/z\" = \"docker.io/y\"\n");
    test::write_text(second, "[Aliases]\n\"x\" = \"\"\n\"w\" = \"localhost/w\"\n");
    const RegistriesPaths paths{{first}, {}, {folder / "a.d"}};
    const RegistriesConf conf = read_registries_conf(paths);
    CHECK(conf.search_registries == std::vector<std::string>{"a.io", "b.io"});
    CHECK(conf.aliases.size() == 3);
    const ShortNameAlias *const taken_back = find_alias(conf.aliases, "x");
    REQUIRE(taken_back != nullptr);
    CHECK(*taken_back == ShortNameAlias{"x", "", second});
    const ShortNameAlias *const of_hub = find_alias(conf.aliases, "y/z");
    REQUIRE(of_hub != nullptr);
    CHECK(*of_hub == ShortNameAlias{"y/z", "docker.io/library/y", first});
    CHECK(find_alias(conf.aliases, "y") == nullptr);

    test::write_text(third, "unqualified-search-registries = []\n");
    CHECK(read_registries_conf(paths).search_registries.empty());
}

TEST_CASE("version 1 has search registries too")
{
    CHECK(
        conf_with("[registries.search]\nregistries = [\"a.io\"]\n", {.has_podman_6_layout = false})
            .search_registries == std::vector<std::string>{"a.io"});
}

TEST_CASE("what the tools refuse in aliases and search registries")
{
    for (const std::string_view text :
         {"unqualified-search-registries = [\"a.io/b\"]", "unqualified-search-registries = [\"\"]",
          "unqualified-search-registries = [\"https://a.io\"]",
          "unqualified-search-registries = [7]", "aliases = 7", "[aliases]\n\"x\" = 7",
          "[aliases]\n\"x\" = \"y\"", "[aliases]\n\"x\" = \"q.io/y:1\"",
          "[aliases]\n\"x\" = \"docker://q.io/y\"", "[aliases]\n\"X\" = \"q.io/y\"",
          "[aliases]\n\"x:1\" = \"q.io/y\"", "[aliases]\n\"q.io/x\" = \"q.io/y\""}) {
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(conf_with(text)), Error);
    }
}

TEST_CASE("what a person has chosen")
{
    Environment environment;
    environment.home = "/home/ann";
    environment.uid = 1000;
    CHECK(chosen_aliases_path(environment) ==
          "/home/ann/.cache/containers/short-name-aliases.conf");
    environment.cache_home = "/cache";
    CHECK(chosen_aliases_path(environment) == "/cache/containers/short-name-aliases.conf");
    environment.uid = 0;
    CHECK(chosen_aliases_path(environment) == "/var/cache/containers/short-name-aliases.conf");

    const test::TemporaryFolder folder;
    const std::string file = folder / "short-name-aliases.conf";
    CHECK(read_chosen_aliases(file).empty());
    test::write_text(file, "[aliases]\n  \"x\" = \"q.io/x\"\n");
    CHECK(read_chosen_aliases(file) == Aliases{{"x", "q.io/x", file}});
    test::write_text(file, "[aliases");
    CHECK_THROWS_AS(static_cast<void>(read_chosen_aliases(file)), Error);
}

TEST_CASE("aliases of a later file come before earlier ones")
{
    Aliases aliases{{"x", "q.io/x", "a"}, {"y", "q.io/y", "a"}};
    merge_aliases(aliases, {{"y", "r.io/y", "b"}, {"z", "r.io/z", "b"}});
    CHECK(aliases == Aliases{{"x", "q.io/x", "a"}, {"y", "r.io/y", "b"}, {"z", "r.io/z", "b"}});
}
