// SPDX-License-Identifier: MIT
#include "authfile/registries_conf.hpp"

#include "authfile/read_file.hpp"
#include "authfile/toml.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::authfile {

namespace {

constexpr const char *system_file = "/etc/containers/registries.conf";
constexpr const char *system_folder = "/etc/containers/registries.conf.d";

Error problem_in(const std::string &name, const toml::source_position &position,
                 const std::string &what)
{
    return Error(Errc::Input,
                 "'" + name + "', " +
                     to_string(TextPosition{static_cast<std::size_t>(position.line),
                                            static_cast<std::size_t>(position.column)}) +
                     ": " + what,
                 "mend the file with an editor; podman, buildah and skopeo refuse it too");
}

/// The value of a key, whose letter case does not matter to the tools if there is no exact match.
const toml::node *find_key(const toml::table &table, std::string_view lower)
{
    if (const toml::node *exact = table.get(lower))
        return exact;
    for (const auto &[key, value] : table)
        if (to_lower(key.str()) == lower)
            return &value;
    return nullptr;
}

/// Whether a key is there as a setting. An empty text never is one.
bool has_setting(const toml::table &table, std::string_view lower, EmptySettings empty)
{
    const toml::node *const value = find_key(table, lower);
    if (value == nullptr)
        return false;
    const bool does_empty_count = empty == EmptySettings::Count;
    if (const toml::array *array = value->as_array())
        return does_empty_count || !array->empty();
    if (const toml::table *inner = value->as_table())
        return does_empty_count || !inner->empty();
    return value->value_exact<std::string>() != "";
}

bool has_settings_of_version_1(const toml::table &registries, EmptySettings empty)
{
    constexpr std::array<std::string_view, 3> lists{"search", "insecure", "block"};
    return std::any_of(lists.begin(), lists.end(), [&](std::string_view list) {
        const toml::node *const found = find_key(registries, list);
        return found != nullptr && found->is_table() &&
               has_setting(*found->as_table(), "registries", empty);
    });
}

bool has_settings_of_version_2(const toml::table &table, EmptySettings empty)
{
    constexpr std::array<std::string_view, 5> keys{"unqualified-search-registries", "registry",
                                                   "credential-helpers", "short-name-mode",
                                                   "aliases"};
    return std::any_of(keys.begin(), keys.end(),
                       [&](std::string_view key) { return has_setting(table, key, empty); });
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

/// The text of a key of an entry; empty if it is not there.
std::string text_of(const toml::table &entry, const char *key, const std::string &name)
{
    const toml::node *const value = find_key(entry, key);
    if (value == nullptr)
        return {};
    const auto text = value->value_exact<std::string>();
    if (!text)
        throw problem_in(name, value->source().begin,
                         "'" + std::string(key) + "' of a registry is not a text");
    if (text->starts_with("http://") || text->starts_with("https://"))
        throw problem_in(name, value->source().begin,
                         "'" + std::string(key) + "' of a registry has a scheme");
    return text->substr(0, text->find_last_not_of('/') + 1);
}

RegistryEntry entry_of(const toml::table &table, const std::string &name)
{
    RegistryEntry entry{text_of(table, "prefix", name), text_of(table, "location", name)};
    if (entry.prefix.empty())
        entry.prefix = entry.location;
    if (entry.prefix.empty())
        throw problem_in(name, table.source().begin,
                         "a registry has neither a prefix nor a location");
    if (const toml::node *const insecure = find_key(table, "insecure")) {
        const auto value = insecure->value_exact<bool>();
        if (!value)
            throw problem_in(name, insecure->source().begin,
                             "'insecure' of a registry is neither true nor false");
        entry.is_insecure = *value;
    }
    return entry;
}

std::vector<RegistryEntry> entries_of(const toml::table &table, const std::string &name)
{
    const toml::node *const value = find_key(table, "registry");
    if (value == nullptr)
        return {};
    const toml::array *const array = value->as_array();
    if (array == nullptr)
        throw problem_in(name, value->source().begin, "'registry' is not an array of tables");
    std::vector<RegistryEntry> entries;
    for (const toml::node &element : *array) {
        if (!element.is_table())
            throw problem_in(name, element.source().begin, "a registry is not a table");
        merge_entries(entries, {entry_of(*element.as_table(), name)});
    }
    return entries;
}

toml::table parse_table(std::string_view text, const std::string &name, bool is_drop_in,
                        EmptySettings empty)
{
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error &error) {
        throw problem_in(name, error.source().begin, one_line(error.description()));
    }
    const toml::node *const old = find_key(table, "registries");
    if (old != nullptr && !old->is_table())
        throw problem_in(name, old->source().begin, "'registries' is not a table");
    if (old != nullptr && has_settings_of_version_1(*old->as_table(), empty)) {
        if (is_drop_in)
            throw problem_in(name, old->source().begin, "a drop-in cannot be of version 1");
        if (has_settings_of_version_2(table, empty))
            throw problem_in(name, old->source().begin, "version 1 and version 2 are mixed");
    }
    return table;
}

std::optional<std::vector<std::string>> helpers_of(const toml::table &table,
                                                   const std::string &name)
{
    const toml::node *const value = find_key(table, "credential-helpers");
    if (value == nullptr)
        return std::nullopt;
    const toml::array *const array = value->as_array();
    if (array == nullptr)
        throw problem_in(name, value->source().begin, "'credential-helpers' is not an array");
    std::vector<std::string> helpers;
    for (const toml::node &element : *array) {
        const auto helper = element.value_exact<std::string>();
        if (!helper)
            throw problem_in(name, element.source().begin, "a credential helper is not a text");
        helpers.push_back(*helper);
    }
    return helpers;
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
                                                                 EmptySettings empty)
{
    return helpers_of(parse_table(text, name, is_drop_in, empty), name);
}

std::vector<RegistryEntry> parse_registry_entries(std::string_view text, const std::string &name,
                                                  bool is_drop_in)
{
    return entries_of(parse_table(text, name, is_drop_in, EmptySettings::Count), name);
}

RegistriesConf read_registries_conf(const RegistriesPaths &paths, EmptySettings empty)
{
    RegistriesConf conf;
    const auto read = [&](const std::string &file, bool must_exist, bool is_drop_in) {
        const auto content = read_file(file);
        if (!content && must_exist)
            throw Error(Errc::System, "'" + file + "' does not exist",
                        is_drop_in ? "remove the link" : "unset CONTAINERS_REGISTRIES_CONF");
        if (!content)
            return;
        const toml::table table = parse_table(content->bytes.reveal(), file, is_drop_in, empty);
        if (auto helpers = helpers_of(table, file))
            conf.settings.push_back({file, std::move(*helpers)});
        merge_entries(conf.registries, entries_of(table, file));
    };
    read(paths.file, paths.must_exist, false);
    for (const std::string &folder : paths.folders)
        for (const std::string &file : drop_ins_of(folder))
            read(file, true, true);
    return conf;
}

} // namespace cppsecret::authfile
