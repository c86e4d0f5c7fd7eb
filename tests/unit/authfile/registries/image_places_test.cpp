// SPDX-License-Identifier: MIT
// What podman 4.3.1 and skopeo 1.9.3 were seen to ask for.
#include "authfile/registries/image_places.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;

namespace {

using Places = std::vector<ImagePlace>;

const std::string digest = "@sha256:" + std::string(64, 'a');

RegistriesConf conf_of(std::string_view text)
{
    RegistriesConf conf;
    conf.registries = parse_registry_entries(text, "f.conf", true);
    return conf;
}

Places places_of(const std::string &image, const RegistriesConf &conf)
{
    return image_places(ImageReference::parse(image).value(), conf);
}

std::vector<std::string> names_of(const std::string &image, const RegistriesConf &conf)
{
    std::vector<std::string> names;
    for (const ImagePlace &place : places_of(image, conf))
        names.push_back(place.name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("without an entry an image is where its name says")
{
    const RegistriesConf conf = conf_of("[[registry]]\nlocation = \"other.io\"\nblocked = true\n");
    CHECK(places_of("q.io/a/b:1", conf) == Places{{"q.io/a/b", "", ""}});
    CHECK(places_of("docker.io/alpine", conf) == Places{{"docker.io/library/alpine", "", ""}});
}

TEST_CASE("an IPv6 address is refused in an image")
{
    const auto places = image_places(*ImageReference::parse("[::1]:5000/a/b"), RegistriesConf());
    REQUIRE(places.size() == 1);
    CHECK(places.front().name == "[::1]:5000/a/b");
    CHECK(places.front().problem ==
          "podman, buildah and skopeo do not accept IPv6 addresses in images");
}

TEST_CASE("a location takes the place of the prefix")
{
    struct Row {
        std::string prefix, location, image, name;
    };
    for (const Row &row : {
             Row{"q.io", "l.io:5000", "q.io/a/b", "l.io:5000/a/b"},
             Row{"q.io", "l.io/deep", "q.io/a", "l.io/deep/a"},
             Row{"q.io/a", "l.io/x", "q.io/a/b", "l.io/x/b"},
             Row{"q.io/a", "l.io/x", "q.io/a", "l.io/x"},
             Row{"*.q.io", "l.io", "x.y.q.io/a", "l.io/a"},
         }) {
        CAPTURE(row.image);
        const RegistriesConf conf = conf_of("[[registry]]\nprefix = \"" + row.prefix +
                                            "\"\nlocation = \"" + row.location + "\"\n");
        CHECK(places_of(row.image, conf) ==
              Places{{row.name, "location of '" + row.prefix + "'", ""}});
    }
    CHECK(places_of("x.q.io/a", conf_of("[[registry]]\nprefix = \"*.q.io\"\n")) ==
          Places{{"x.q.io/a", "", ""}});
    CHECK(places_of("q.io/a", conf_of("[[registry]]\nlocation = \"q.io\"\ninsecure = true\n")) ==
          Places{{"q.io/a", "", ""}});
    // what it makes is not looked up once more
    CHECK(names_of("q.io/a", conf_of("[[registry]]\nprefix = \"q.io\"\nlocation = \"l.io\"\n"
                                     "[[registry]]\nprefix = \"l.io\"\nlocation = \"m.io\"\n")) ==
          Names{"l.io/a"});
}

TEST_CASE("mirrors come first, those that are for such a pull")
{
    const RegistriesConf conf =
        conf_of("[[registry]]\nprefix = \"q.io\"\nlocation = \"l.io\"\n"
                "[[registry.mirror]]\nlocation = \"all.io/m\"\n"
                "[[registry.mirror]]\nlocation = \"digest.io\"\npull-from-mirror = "
                "\"digest-only\"\n"
                "[[registry.mirror]]\nlocation = \"tag.io\"\npull-from-mirror = \"tag-only\"\n");
    CHECK(places_of("q.io/a:1", conf) == Places{{"all.io/m/a", "mirror of 'q.io'", ""},
                                                {"tag.io/a", "mirror of 'q.io'", ""},
                                                {"l.io/a", "location of 'q.io'", ""}});
    CHECK(names_of("q.io/a" + digest, conf) == Names{"all.io/m/a", "digest.io/a", "l.io/a"});
    const RegistriesConf by_digest =
        conf_of("[[registry]]\nlocation = \"q.io\"\nmirror-by-digest-only = true\n"
                "[[registry.mirror]]\nlocation = \"m.io\"\n");
    CHECK(places_of("q.io/a", by_digest) == Places{{"q.io/a", "", ""}});
    CHECK(places_of("q.io/a" + digest, by_digest) ==
          Places{{"m.io/a", "mirror of 'q.io'", ""}, {"q.io/a", "", ""}});
}

TEST_CASE("where the tools go must not be blocked")
{
    CHECK(places_of("q.io/a", conf_of("[[registry]]\nlocation = \"q.io\"\nblocked = true\n"
                                      "[[registry.mirror]]\nlocation = \"m.io\"\n")) ==
          Places{{"m.io/a", "mirror of 'q.io'", ""}, {"q.io/a", "", "'q.io' is blocked"}});
    // not where the name points to
    CHECK(places_of("q.io/a", conf_of("[[registry]]\nprefix = \"q.io\"\nlocation = \"l.io\"\n"
                                      "blocked = true\n")) ==
          Places{{"l.io/a", "location of 'q.io'", ""}});
    CHECK(places_of("q.io/a", conf_of("[[registry]]\nprefix = \"q.io\"\nlocation = \"l.io\"\n"
                                      "[[registry]]\nlocation = \"l.io/a\"\nblocked = true\n")) ==
          Places{{"l.io/a", "location of 'q.io'", "'l.io/a' is blocked"}});
}

TEST_CASE("one location that makes no full name, and none is tried")
{
    const RegistriesConf to_hub =
        conf_of("[[registry]]\nprefix = \"q.io\"\nlocation = \"docker.io\"\n"
                "[[registry.mirror]]\nlocation = \"m.io\"\n");
    CHECK(names_of("q.io/a/b", to_hub) == Names{"m.io/a/b", "docker.io/a/b"});
    CHECK(places_of("q.io/a", to_hub) ==
          Places{{"q.io/a", "",
                  "registries.conf makes 'docker.io/a' of it, which is not the full name of an "
                  "image"}});
    CHECK_FALSE(places_of("x.q.io:5/a", conf_of("[[registry]]\nprefix = \"*.q.io\"\n"
                                                "location = \"l.io:7\"\n"))
                    .front()
                    .problem.empty());
}

TEST_CASE("a short name is an alias, or else in the search registries")
{
    RegistriesConf conf;
    conf.aliases = {{"team/app", "q.io/real/app", "a.conf"},
                    {"gone", "", "b.conf"},
                    {"alpine", "docker.io/library/alpine", "a.conf"}};
    const std::string alone = "skopeo; podman and buildah know no registry for a short name";
    CHECK(places_of("team/app:1", conf) ==
          Places{{"q.io/real/app", "alias in 'a.conf'", ""}, {"docker.io/team/app", "skopeo", ""}});
    CHECK(places_of("alpine", conf) == Places{{"docker.io/library/alpine", "", ""}});
    CHECK(places_of("other", conf) == Places{{"docker.io/library/other", alone, ""}});
    CHECK(places_of("gone", conf) == Places{{"docker.io/library/gone", alone, ""}});

    conf.search_registries = {"r.io", "docker.io", "localhost:5000"};
    CHECK(names_of("team/app", conf) == Names{"q.io/real/app", "docker.io/team/app"});
    CHECK(places_of("gone", conf) ==
          Places{{"r.io/gone", "search registry 'r.io'", ""},
                 {"docker.io/library/gone", "search registry 'docker.io', skopeo's only one", ""},
                 {"localhost:5000/gone", "search registry 'localhost:5000'", ""}});
    conf.search_registries = {"docker.io"};
    CHECK(places_of("other", conf) == Places{{"docker.io/library/other", "", ""}});
    conf.search_registries = {"r.io"};
    CHECK(places_of("other", conf) == Places{{"r.io/other", "search registry 'r.io'", ""},
                                             {"docker.io/library/other", "skopeo", ""}});
    // what has a host, or says docker://, is none
    CHECK(places_of("docker.io/other", conf) == Places{{"docker.io/library/other", "", ""}});
    CHECK(places_of("docker://team/app", conf) == Places{{"docker.io/team/app", "", ""}});
}

TEST_CASE("what a short name stands for is looked up as any image")
{
    RegistriesConf conf = conf_of("[[registry]]\nprefix = \"r.io\"\nlocation = \"l.io\"\n"
                                  "[[registry.mirror]]\nlocation = \"m.io\"\n");
    conf.search_registries = {"r.io"};
    const std::string why = "search registry 'r.io', ";
    CHECK(places_of("a", conf) == Places{{"m.io/a", why + "mirror of 'r.io'", ""},
                                         {"l.io/a", why + "location of 'r.io'", ""},
                                         {"docker.io/library/a", "skopeo", ""}});
}

TEST_CASE("why no short name is looked up is said")
{
    RegistriesConf conf;
    conf.search_registries = {"r.io"};
    conf.short_name_problem = "the file is broken";
    CHECK(places_of("a", conf) == Places{{"a", "podman and buildah", "the file is broken"},
                                         {"docker.io/library/a", "skopeo", ""}});
    CHECK(places_of("q.io/a", conf) == Places{{"q.io/a", "", ""}});
}

TEST_CASE("a search registry that makes no image of a short name keeps podman alone from it")
{
    RegistriesConf conf;
    conf.search_registries = {"r.io", "registry.company.example"};
    const std::string name(236, 'a');
    CHECK(places_of(name, conf) ==
          Places{{name, "podman and buildah",
                  "'registry.company.example/" + name +
                      "' is not an image: its name is longer than 255 bytes"},
                 {"docker.io/library/" + name, "skopeo", ""}});
}
