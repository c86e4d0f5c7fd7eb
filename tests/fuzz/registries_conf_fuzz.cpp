// SPDX-License-Identifier: MIT
// Any registries.conf: it is read or refused, and in either case the same way twice; what it makes
// of an image is a place to ask, or told as none.
#include "authfile/registries/image_places.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "authfile/registries/registries_toml.hpp"
#include "authfile/registries/short_name_parser.hpp"
#include "invariant.hpp"

using namespace cppsecret;
using test::require;

namespace {

constexpr const char *name = "registries.conf";

/// All that decides where an image is asked for.
authfile::RegistriesConf conf_of(std::string_view text)
{
    authfile::RegistriesConf conf;
    conf.registries = authfile::parse_registry_entries(text, name, false);
    const toml::table table = authfile::parse_toml(text, name);
    conf.aliases = authfile::aliases_of(table, name);
    if (auto registries = authfile::search_registries_of(table, name))
        conf.search_registries = std::move(*registries);
    return conf;
}

void check_places(const authfile::RegistriesConf &conf)
{
    for (const char *image : {"alpine", "team/app:1", "localhost/x", "quay.io/team/app",
                              "a.example:5000/x@sha256:00000000000000000000000000000000000000000000"
                              "00000000000000000000"}) {
        const auto places = authfile::image_places(ImageReference::parse(image).value(), conf);
        require(!places.empty(), "every image has a place");
        for (const authfile::ImagePlace &place : places)
            require(!place.problem.empty() ||
                        ImageReference::parse(place.name).value().name() == place.name,
                    "a place is the full name of an image");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view text = test::text_of(bytes, size);
    for (const bool is_drop_in : {false, true}) {
        const auto read = [&] {
            return authfile::parse_credential_helpers(text, name, is_drop_in);
        };
        require(test::parsed(read) == test::parsed(read), "one text says one thing");
        const auto entries =
            test::parsed([&] { return authfile::parse_registry_entries(text, name, is_drop_in); });
        require(!entries || entries->size() <= size, "there are no more entries than bytes");
    }
    if (const auto conf = test::parsed([&] { return conf_of(text); }))
        check_places(*conf);
    return 0;
}
