// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_conf.hpp"

#include "authfile/files/read_file.hpp"
#include "authfile/registries/registries_toml.hpp"
#include "authfile/registries/registry_parser.hpp"
#include "authfile/registries/short_name_parser.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::authfile {

namespace {

constexpr const char *system_file = "/etc/containers/registries.conf";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr const char *system_folder = "/etc/containers/registries.conf.d";

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

/// The files *.conf of a folder, sorted by their bytes. As the tools read it: a folder that is a
/// symbolic link counts as empty, and so do folders in it.
std::vector<std::string> drop_ins_of(const std::string &folder)
{
    std::vector<std::string> files;
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        return files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string path = entry->path();
        if (path.ends_with(".conf") && ::lstat(path.c_str(), &status) == 0 &&
            !S_ISDIR(status.st_mode))
            files.push_back(path);
    }
    if (error)
        throw system_error("read the folder '" + folder + "'", error.value());
    std::sort(files.begin(), files.end());
    return files;
}

toml::table parse_table(std::string_view text, const std::string &name, bool is_drop_in,
                        const RegistriesDialect &dialect)
{
    if (text.starts_with(byte_order_mark) && !dialect.takes_byte_order_mark)
        throw Error(Errc::Input,
                    "'" + name + "' starts with a byte order mark, as Windows writes it",
                    "take the mark away; podman, buildah and skopeo of this age refuse it", name);
    toml::table table = parse_toml(text, name);
    const toml::node *const old = find_key(table, "registries");
    if (old != nullptr && !old->is_table())
        throw problem_in(name, old->source().begin, "'registries' is not a table");
    if (old != nullptr &&
        has_settings_of_version_1(*old->as_table(), dialect.counts_empty_settings)) {
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

std::vector<RegistryEntry> entries_of_both_versions(const toml::table &table,
                                                    const std::string &name)
{
    std::vector<RegistryEntry> entries = entries_of(table, name);
    if (const toml::node *const old = find_key(table, "registries"))
        merge_entries(entries, entries_of_version_1(*old->as_table(), name));
    return entries;
}

} // namespace

RegistriesPaths registries_paths(const Environment &environment)
{
    const std::string user_folder = environment.home + "/.config/containers/registries.conf.d";
    const std::string user_file = environment.home + "/.config/containers/registries.conf";
    if (environment.registries_conf)
        return {*environment.registries_conf, true, {system_folder, user_folder}};
    struct stat status {};
    if (::stat(user_file.c_str(), &status) == 0)
        return {user_file, false, {user_folder}};
    return {system_file, false, {system_folder, user_folder}};
}

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
                                                  bool is_drop_in)
{
    return entries_of_both_versions(parse_table(text, name, is_drop_in, {}), name);
}

RegistriesConf read_registries_conf(const RegistriesPaths &paths, const RegistriesDialect &dialect)
{
    RegistriesConf conf;
    const auto read = [&](const std::string &file, bool must_exist, bool is_drop_in) {
        const auto content = read_file(file);
        if (!content && must_exist)
            throw Error(Errc::System, "'" + file + "' does not exist",
                        is_drop_in ? "remove the link" : "unset CONTAINERS_REGISTRIES_CONF",
                        is_drop_in ? file : "CONTAINERS_REGISTRIES_CONF");
        if (!content)
            return;
        const toml::table table = parse_table(content->bytes.reveal(), file, is_drop_in, dialect);
        if (auto helpers = helpers_of(table, file))
            conf.settings.push_back({file, std::move(*helpers)});
        if (auto registries = search_registries_of(table, file))
            conf.search_registries = std::move(*registries);
        merge_aliases(conf.aliases, aliases_of(table, file));
        merge_entries(conf.registries, entries_of_both_versions(table, file));
    };
    read(paths.file, paths.must_exist, false);
    for (const std::string &folder : paths.folders)
        for (const std::string &file : drop_ins_of(folder))
            read(file, true, true);
    return conf;
}

} // namespace cppsecret::authfile
