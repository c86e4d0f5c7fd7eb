// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_toml.hpp"

#include "authfile/files/encoding.hpp"
#include "base/text.hpp"
#include "json/key_folding.hpp"
#include "json/text_position.hpp"

#include <cstddef>

namespace cppsecret::authfile {

namespace {

constexpr const char *refused_by_tools =
    "fix the file with an editor; podman, buildah and skopeo reject it too";

std::string in_words(const char *key, const std::string &owner)
{
    return "'" + std::string(key) + "' of " + owner;
}

/// The array of a key; null if the key is not there.
const toml::array *array_of(const toml::table &table, const char *key, const std::string &name)
{
    const toml::node *const value = find_key(table, key);
    if (value == nullptr)
        return nullptr;
    if (!value->is_array())
        throw problem_in(name, value->source().begin, "'" + std::string(key) + "' is not an array");
    return value->as_array();
}

} // namespace

toml::table parse_toml(std::string_view text, const std::string &name)
{
    try {
        return toml::parse(text);
    } catch (const toml::parse_error &error) {
        if (const auto encoding = find_foreign_encoding(text, name))
            throw Error(*encoding);
        throw problem_in(name, error.source().begin, one_line(error.description()));
    } catch (const std::logic_error &) { // refuse_text() knows no place
        throw Error(Errc::Input, in_ticks(name) + " is not TOML", refused_by_tools, name);
    }
}

Error problem_in(const std::string &name, const toml::source_position &position,
                 const std::string &what)
{
    return Error(Errc::Input,
                 "'" + name + "', " +
                     to_string(json::TextPosition{static_cast<std::size_t>(position.line),
                                                  static_cast<std::size_t>(position.column)}) +
                     ": " + what,
                 refused_by_tools, name);
}

const toml::node *find_key(const toml::table &table, std::string_view lower)
{
    if (const toml::node *exact = table.get(lower))
        return exact;
    for (const auto &[key, value] : table)
        if (json::is_same_key(key.str(), lower))
            return &value;
    return nullptr;
}

std::string text_of(const toml::table &table, const char *key, const std::string &name,
                    const std::string &owner)
{
    const toml::node *const value = find_key(table, key);
    if (value == nullptr)
        return {};
    const auto text = value->value_exact<std::string>();
    if (!text)
        throw problem_in(name, value->source().begin, in_words(key, owner) + " is not a text");
    return *text;
}

std::string location_of(const toml::table &table, const char *key, const std::string &name,
                        const std::string &owner)
{
    const std::string text = text_of(table, key, name, owner);
    if (text.starts_with("http://") || text.starts_with("https://"))
        throw problem_in(name, find_key(table, key)->source().begin,
                         in_words(key, owner) + " has a scheme");
    return text.substr(0, text.find_last_not_of('/') + 1);
}

bool flag_of(const toml::table &table, const char *key, const std::string &name,
             const std::string &owner)
{
    const toml::node *const value = find_key(table, key);
    if (value == nullptr)
        return false;
    const auto flag = value->value_exact<bool>();
    if (!flag)
        throw problem_in(name, value->source().begin,
                         in_words(key, owner) + " is neither true nor false");
    return *flag;
}

std::optional<std::vector<std::string>> texts_of(const toml::table &table, const char *key,
                                                 const std::string &name,
                                                 const std::string &element)
{
    const toml::array *const array = array_of(table, key, name);
    if (array == nullptr)
        return std::nullopt;
    std::vector<std::string> texts;
    for (const toml::node &node : *array) {
        const auto text = node.value_exact<std::string>();
        if (!text)
            throw problem_in(name, node.source().begin, element + " is not a text");
        texts.push_back(*text);
    }
    return texts;
}

std::vector<const toml::table *> tables_of(const toml::table &table, const char *key,
                                           const std::string &name, const std::string &element)
{
    std::vector<const toml::table *> tables;
    const toml::node *const value = find_key(table, key);
    if (value == nullptr)
        return tables;
    if (!value->is_array())
        throw problem_in(name, value->source().begin,
                         "'" + std::string(key) + "' is not an array of tables");
    for (const toml::node &node : *value->as_array()) {
        if (!node.is_table())
            throw problem_in(name, node.source().begin, element + " is not a table");
        tables.push_back(node.as_table());
    }
    return tables;
}

} // namespace cppsecret::authfile
