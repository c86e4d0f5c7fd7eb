// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_conf.hpp"
#include "authfile/registries/registry_entries.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Entries = std::vector<RegistryEntry>;

std::string problem_with(std::string_view text)
{
    try {
        static_cast<void>(parse_registry_entries(text, "f.conf", true));
        return {};
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("entries have a prefix, or a location in its place")
{
    CHECK(parse_registry_entries("unqualified-search-registries = []", "f", false).empty());
    CHECK(parse_registry_entries("[[registry]]\nlocation = \"a.example:5000/\"\ninsecure = true\n"
                                 "[[registry]]\nprefix = \"*.b.example\"\nlocation = \"c/d\"\n"
                                 "[[registry.mirror]]\nlocation = \"m\"\ninsecure = true\n",
                                 "f", true) ==
          Entries{{"a.example:5000", "a.example:5000", true},
                  {"*.b.example", "c/d", false, false, {{"m", MirrorUse::All}}}});
    CHECK(parse_registry_entries(
              "[[registry]]\nlocation = \"a\"\nblocked = true\nmirror-by-digest-only = true\n"
              "[[registry.mirror]]\nlocation = \"m/\"\n",
              "f", true) == Entries{{"a", "a", false, true, {{"m", MirrorUse::DigestOnly}}}});
    CHECK(parse_registry_entries(
              "[[registry]]\nlocation = \"a\"\n"
              "[[registry.mirror]]\nlocation = \"m\"\npull-from-mirror = \"tag-only\"\n"
              "[[registry.mirror]]\nlocation = \"n\"\npull-from-mirror = \"digest-only\"\n",
              "f", true) ==
          Entries{
              {"a", "a", false, false, {{"m", MirrorUse::TagOnly}, {"n", MirrorUse::DigestOnly}}}});
    CHECK(parse_registry_entries("[[Registry]]\nLocation = \"a\"\nInsecure = true", "f", true) ==
          Entries{{"a", "a", true}});
}

TEST_CASE("what the tools refuse")
{
    CHECK(problem_with("[[registry]]\ninsecure = true") ==
          "'f.conf', line 1, column 1: a registry has neither a prefix nor a location");
    CHECK(problem_with("[[registry]]\nlocation = \"https://a\"") ==
          "'f.conf', line 2, column 12: 'location' of a registry has a scheme");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\ninsecure = \"yes\"") ==
          "'f.conf', line 3, column 12: 'insecure' of a registry is neither true nor false");
    CHECK(problem_with("registry = \"a\"") ==
          "'f.conf', line 1, column 12: 'registry' is not an array of tables");
    CHECK(problem_with("[[registry.mirror]]\nlocation = \"a\"") ==
          "'f.conf', line 1, column 1: a mirror needs a [[registry]] above it");
    CHECK(problem_with("x = 1\n[registry.mirror]\nlocation = \"a\"") ==
          "'f.conf', line 2, column 1: a mirror needs a [[registry]] above it");
    CHECK(problem_with("[registry]\nlocation = \"a\"") ==
          "'f.conf', line 1, column 1: [registry] has to be [[registry]]");
    CHECK(problem_with("[registry]\nlocation = \"a\"\n[[registry.mirror]]\nlocation = \"b\"") ==
          "'f.conf', line 1, column 1: [registry] has to be [[registry]]");
    CHECK(problem_with("registry = [ \"a\" ]") ==
          "'f.conf', line 1, column 14: a registry is not a table");
    CHECK(problem_with("[[registry]]\nprefix = 1") ==
          "'f.conf', line 2, column 10: 'prefix' of a registry is not a text");
    CHECK(problem_with("[[registry]]\nprefix = \"a\"") ==
          "'f.conf', line 1, column 1: a registry has no location, and its prefix is not like "
          "*.example.com");
    CHECK(problem_with("[[registry]]\nprefix = \"*.a/b\"") ==
          "'f.conf', line 1, column 1: the prefix of a registry is not like *.example.com");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\npull-from-mirror = \"all\"") ==
          "'f.conf', line 3, column 20: 'pull-from-mirror' stands outside of a mirror");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\n[[registry.mirror]]\ninsecure = true") ==
          "'f.conf', line 3, column 1: a mirror has no location");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\n[[registry.mirror]]\nlocation = "
                       "\"b\"\npull-from-mirror = \"some\"") ==
          "'f.conf', line 5, column 20: 'pull-from-mirror' is none of all, digest-only and "
          "tag-only");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\nmirror-by-digest-only = true\n"
                       "[[registry.mirror]]\nlocation = \"b\"\npull-from-mirror = \"all\"") ==
          "'f.conf', line 6, column 20: 'pull-from-mirror' stands beside 'mirror-by-digest-only'");
    CHECK(problem_with("[[registry]]\nlocation = \"a\"\n[[registry]]\nprefix = \"b\"\nlocation "
                       "= \"a\"\nblocked = true") ==
          "'f.conf', line 3, column 1: 'a' is here twice, and differs in 'blocked'");
}

TEST_CASE("within one file the first of a prefix counts")
{
    CHECK(parse_registry_entries("[[registry]]\nprefix = \"a\"\nlocation = \"b\"\n"
                                 "[[registry]]\nprefix = \"a\"\nlocation = \"c\"\n",
                                 "f", true) == Entries{{"a", "b", false}});
}

TEST_CASE("version 1 blocks registries and lets them be insecure")
{
    CHECK(parse_registry_entries("[registries.block]\nregistries = [\"a/\", \"b\"]\n"
                                 "[registries.insecure]\nregistries = [\"b\", \"c\"]\n",
                                 "f", false, {.has_podman_6_layout = false}) ==
          Entries{{"a", "a", false, true}, {"b", "b", true, true}, {"c", "c", true, false}});
}

TEST_CASE("the longest prefix counts, and it ends where a name can")
{
    const Entries entries{{"a.example", "", true},
                          {"a.example:5000", "", false},
                          {"a.example/team", "", false},
                          {"*.b.example", "", true}};
    struct Row {
        std::string_view name;
        std::string_view prefix;
    };
    for (const Row &row :
         {Row{"a.example", "a.example"}, Row{"a.example:5000", "a.example:5000"},
          Row{"a.example:5001", "a.example"}, Row{"a.example/team/x", "a.example/team"},
          Row{"a.example/teams", "a.example"}, Row{"a.example.org", ""}, Row{"a.exampl", ""},
          Row{"x.b.example", "*.b.example"}, Row{"x.y.b.example:5000/z", "*.b.example"},
          Row{"b.example", ""}, Row{"x.b.examples", ""}, Row{"c/x.b.example", ""}}) {
        const RegistryEntry *entry = find_entry(entries, row.name);
        CHECK((entry == nullptr ? "" : entry->prefix) == row.prefix);
    }
}

TEST_CASE("a later file takes the place of entries with the same prefix")
{
    const test::TemporaryFolder folder;
    const RegistriesPaths paths{{folder / "registries.conf"}, {}, {folder / "a.d", folder / "b.d"}};
    test::write_text(folder / "registries.conf",
                     "[[registry]]\nlocation = \"a\"\ninsecure = true\n"
                     "[[registry]]\nlocation = \"b\"\ninsecure = true\n");
    test::write_text(folder / "a.d/1.conf", "[[registry]]\nprefix = \"a\"\nlocation = \"c\"\n");
    test::write_text(folder / "b.d/1.conf", "[[registry]]\nlocation = \"d\"\ninsecure = true\n");
    CHECK(read_registries_conf(paths).registries ==
          Entries{{"a", "c", false}, {"b", "b", true}, {"d", "d", true}});
}
