// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_conf.hpp"

#include "authfile/files/encoding.hpp"
#include "authfile/files/read_file.hpp"
#include "authfile/registries/registries_toml.hpp"
#include "authfile/registries/registry_parser.hpp"
#include "authfile/registries/short_name_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cppsecret::authfile {

namespace {

/// Whether a key is there as a setting. An empty text never is one.
bool has_setting(const toml::table &table, std::string_view lower, bool does_empty_count)
{
    const toml::node *const value = find_key(table, lower);
    if (value == nullptr)
        return false;
    if (const toml::array *array = value->as_array())
        return does_empty_count || !array->empty();
    if (const toml::table *inner = value->as_table())
        return does_empty_count || !inner->empty();
    return value->value_exact<std::string>() != "";
}

bool has_settings_of_version_1(const toml::table &registries, bool does_empty_count)
{
    constexpr std::array<std::string_view, 3> lists{"search", "insecure", "block"};
    return std::any_of(lists.begin(), lists.end(), [&](std::string_view list) {
        const toml::node *const found = find_key(registries, list);
        return found != nullptr && found->is_table() &&
               has_setting(*found->as_table(), "registries", does_empty_count);
    });
}

bool has_settings_of_version_2(const toml::table &table, bool does_empty_count)
{
    constexpr std::array<std::string_view, 5> keys{"unqualified-search-registries", "registry",
                                                   "credential-helpers", "short-name-mode",
                                                   "aliases"};
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
        return has_setting(table, key, does_empty_count);
    });
}

/// Whoever sets another one, or one of these in capital letters, gets no image at all.
void check_short_name_mode(const toml::table &table, const std::string &name)
{
    constexpr const char *key = "short-name-mode";
    const std::string mode = text_of(table, key, name, "registries.conf");
    constexpr std::array<std::string_view, 4> known{"", "enforcing", "permissive", "disabled"};
    if (std::find(known.begin(), known.end(), mode) == known.end())
        throw problem_in(name, find_key(table, key)->source().begin,
                         "'short-name-mode' is none of enforcing, permissive and disabled");
}

toml::table parse_table(std::string_view text, const std::string &name, bool is_drop_in,
                        const RegistriesDialect &dialect)
{
    if (text.starts_with(byte_order_mark) && !dialect.takes_byte_order_mark)
        throw Error(find_foreign_encoding(text, name).value());
    toml::table table = parse_toml(text, name);
    check_short_name_mode(table, name);
    const toml::node *const old = find_key(table, "registries");
    if (old != nullptr && !old->is_table())
        throw problem_in(name, old->source().begin, "'registries' is not a table");
    if (old != nullptr &&
        has_settings_of_version_1(*old->as_table(), dialect.counts_empty_settings)) {
        if (dialect.has_podman_6_layout)
            throw problem_in(name, old->source().begin,
                             "version 1 of the format, which podman 6, buildah 1.44 and skopeo "
                             "1.23 refuse");
        if (is_drop_in)
            throw problem_in(name, old->source().begin, "a drop-in cannot be of version 1");
        if (has_settings_of_version_2(table, dialect.counts_empty_settings))
            throw problem_in(name, old->source().begin, "version 1 and version 2 are mixed");
    }
    return table;
}

std::optional<std::vector<std::string>> helpers_of(const toml::table &table,
                                                   const std::string &name)
{
    return texts_of(table, "credential-helpers", name, "a credential helper");
}

/// Settings of the file as a whole that stand below the header of a table.
void find_misplaced(const toml::node &node, const std::string &name,
                    std::vector<MisplacedSetting> &misplaced)
{
    if (const toml::array *array = node.as_array())
        for (const toml::node &element : *array)
            find_misplaced(element, name, misplaced);
    if (!node.is_table())
        return;
    const toml::table &table = *node.as_table();
    for (const char *const key :
         {"credential-helpers", "unqualified-search-registries", "short-name-mode"})
        if (const toml::node *const found = find_key(table, key))
            misplaced.push_back({name, static_cast<std::size_t>(found->source().begin.line), key});
    for (const auto &[key, value] : table)
        find_misplaced(value, name, misplaced);
}

void find_misplaced_in(const toml::table &file, const std::string &name,
                       std::vector<MisplacedSetting> &misplaced)
{
    for (const auto &[key, value] : file)
        find_misplaced(value, name, misplaced);
}

std::vector<RegistryEntry> entries_of_both_versions(const toml::table &table,
                                                    const std::string &name)
{
    std::vector<RegistryEntry> entries = entries_of(table, name);
    if (const toml::node *const old = find_key(table, "registries"))
        merge_entries(entries, entries_of_version_1(*old->as_table(), name));
    return entries;
}

/// Adds what a file says to what those before it said.
void take_in(const toml::table &table, const std::string &file, RegistriesConf &conf)
{
    if (auto helpers = helpers_of(table, file))
        conf.settings.push_back({file, std::move(*helpers)});
    if (auto registries = search_registries_of(table, file))
        conf.search_registries = std::move(*registries);
    merge_aliases(conf.aliases, aliases_of(table, file));
    merge_entries(conf.registries, entries_of_both_versions(table, file));
    find_misplaced_in(table, file, conf.misplaced);
}

} // namespace

std::vector<std::string> RegistriesConf::credential_helpers() const
{
    if (settings.empty() || settings.back().helpers.empty())
        return {std::string(auth_files_helper)};
    return settings.back().helpers;
}

std::string RegistriesConf::source() const
{
    return settings.empty() ? std::string() : settings.back().file;
}

std::optional<std::vector<std::string>> parse_credential_helpers(std::string_view text,
                                                                 const std::string &name,
                                                                 bool is_drop_in,
                                                                 const RegistriesDialect &dialect)
{
    return helpers_of(parse_table(text, name, is_drop_in, dialect), name);
}

std::vector<RegistryEntry> parse_registry_entries(std::string_view text, const std::string &name,
                                                  bool is_drop_in, const RegistriesDialect &dialect)
{
    return entries_of_both_versions(parse_table(text, name, is_drop_in, dialect), name);
}

RegistriesConf read_registries_conf(const RegistriesPaths &paths, const RegistriesDialect &dialect,
                                    const PlannedFiles &planned)
{
    RegistriesConf conf;
    const auto read_if_there = [&](const std::string &file, bool is_drop_in) {
        if (const auto text = planned.find(file); text != planned.end()) {
            take_in(parse_table(text->second, file, is_drop_in, dialect), file, conf);
            return true;
        }
        const auto content = read_file(file);
        if (content)
            take_in(parse_table(content->bytes.reveal(), file, is_drop_in, dialect), file, conf);
        return content.has_value();
    };
    const auto need = [&](const std::string &file, const char *variable, bool is_drop_in) {
        if (!read_if_there(file, is_drop_in))
            throw Error(Errc::System, "'" + file + "' does not exist",
                        std::string("unset ") + variable, variable);
    };
    if (!paths.variable.empty())
        need(paths.files.front(), paths.variable.c_str(), false);
    else
        for (const std::string &file : paths.files)
            if (read_if_there(file, false))
                break;
    for (const std::string &file : find_drop_ins(paths, planned))
        if (!read_if_there(file, true) && !dialect.bears_dangling_link)
            throw Error(Errc::System, "'" + file + "' does not exist", "remove the link", file);
    if (!paths.last.empty())
        need(paths.last, "CONTAINERS_REGISTRIES_CONF_OVERRIDE", true);
    return conf;
}

} // namespace cppsecret::authfile
