// SPDX-License-Identifier: MIT
#include "authfile/registries/short_name_parser.hpp"

#include "authfile/registries/registries_toml.hpp"
#include "authfile/registries/registry_parser.hpp"
#include "base/text.hpp"
#include "credential/image_reference.hpp"

namespace cppsecret::authfile {

namespace {

/// An image without tag and digest that is no short name; nothing if `text` is anything else.
std::optional<std::string> full_name_of(const std::string &text)
{
    const auto image = ImageReference::parse(text);
    const bool is_plain = image && image->short_name().empty() && image->tag().empty() &&
                          image->digest().empty() && text.find("://") == std::string::npos;
    return is_plain ? std::optional(image->name()) : std::nullopt;
}

bool is_short_name(const std::string &text)
{
    const auto image = ImageReference::parse(text);
    return image && image->short_name() == text;
}

} // namespace

std::vector<ShortNameAlias> aliases_of(const toml::table &table, const std::string &name)
{
    std::vector<ShortNameAlias> aliases;
    const toml::node *const section = find_key(table, "aliases");
    if (section == nullptr)
        return aliases;
    if (!section->is_table())
        throw problem_in(name, section->source().begin, "'aliases' is not a table");
    for (const auto &[key, value] : *section->as_table()) {
        const std::string alias(key.str());
        const std::string in_words = "the alias " + in_ticks(alias);
        if (!is_short_name(alias))
            throw problem_in(name, value.source().begin, in_words + " is not a short name");
        const auto text = value.value_exact<std::string>();
        if (!text)
            throw problem_in(name, value.source().begin, in_words + " does not stand for a text");
        const auto image = text->empty() ? *text : full_name_of(*text);
        if (!image)
            throw problem_in(name, value.source().begin,
                             in_words + " does not stand for HOST/PATH");
        aliases.push_back({alias, *image, name});
    }
    return aliases;
}

std::optional<std::vector<std::string>> search_registries_of(const toml::table &table,
                                                             const std::string &name)
{
    constexpr const char *key = "unqualified-search-registries";
    auto registries = texts_of(table, key, name, "a search registry");
    const toml::node *const old = find_key(table, "registries");
    if (!registries && old != nullptr)
        registries = list_of_version_1(*old->as_table(), "search", name);
    if (!registries)
        return std::nullopt;
    for (std::string &registry : *registries) {
        registry.erase(registry.find_last_not_of('/') + 1);
        if (!is_registry_name(registry))
            throw problem_in(name, table.source().begin,
                             "the search registry " + in_ticks(registry) + " is not HOST[:PORT]");
    }
    return registries;
}

} // namespace cppsecret::authfile
