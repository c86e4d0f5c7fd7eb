// SPDX-License-Identifier: MIT
#include "authfile/registries/registry_parser.hpp"

#include "authfile/registries/registries_toml.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace cppsecret::authfile {

namespace {

constexpr const char *owner = "a registry";
constexpr const char *owner_of_mirror = "a mirror";

MirrorUse use_of(const toml::table &table, const std::string &name)
{
    const std::string word = text_of(table, "pull-from-mirror", name, owner_of_mirror);
    if (word.empty() || word == "all")
        return MirrorUse::All;
    if (word == "digest-only")
        return MirrorUse::DigestOnly;
    if (word == "tag-only")
        return MirrorUse::TagOnly;
    throw problem_in(name, find_key(table, "pull-from-mirror")->source().begin,
                     "'pull-from-mirror' is none of all, digest-only and tag-only");
}

Mirror mirror_of(const toml::table &table, bool is_by_digest_only, const std::string &name)
{
    Mirror mirror{location_of(table, "location", name, owner_of_mirror), use_of(table, name)};
    if (mirror.location.empty())
        throw problem_in(name, table.source().begin, "a mirror has no location");
    if (!is_by_digest_only)
        return mirror;
    if (const toml::node *const own = find_key(table, "pull-from-mirror");
        own != nullptr && own->value_exact<std::string>() != "")
        throw problem_in(name, own->source().begin,
                         "'pull-from-mirror' stands beside 'mirror-by-digest-only'");
    mirror.use = MirrorUse::DigestOnly;
    return mirror;
}

bool is_wildcard(std::string_view prefix) noexcept
{
    return prefix.starts_with("*.");
}

void check_prefix(const RegistryEntry &entry, const toml::table &table, const std::string &name)
{
    if (entry.prefix.empty())
        throw problem_in(name, table.source().begin,
                         "a registry has neither a prefix nor a location");
    if (entry.location.empty() && !is_wildcard(entry.prefix))
        throw problem_in(name, table.source().begin,
                         "a registry has no location, and its prefix is not like *.example.com");
    if (is_wildcard(entry.prefix) && entry.prefix.find_first_of("/@:") != std::string::npos)
        throw problem_in(name, table.source().begin,
                         "the prefix of a registry is not like *.example.com");
}

RegistryEntry entry_of(const toml::table &table, const std::string &name)
{
    RegistryEntry entry{location_of(table, "prefix", name, owner),
                        location_of(table, "location", name, owner),
                        flag_of(table, "insecure", name, owner),
                        flag_of(table, "blocked", name, owner),
                        {}};
    if (entry.prefix.empty())
        entry.prefix = entry.location;
    check_prefix(entry, table, name);
    if (!text_of(table, "pull-from-mirror", name, owner).empty())
        throw problem_in(name, find_key(table, "pull-from-mirror")->source().begin,
                         "'pull-from-mirror' stands outside of a mirror");
    const bool is_by_digest_only = flag_of(table, "mirror-by-digest-only", name, owner);
    for (const toml::table *mirror : tables_of(table, "mirror", name, owner_of_mirror))
        entry.mirrors.push_back(mirror_of(*mirror, is_by_digest_only, name));
    return entry;
}

/// The tools refuse two entries of one location that differ in what they allow.
void check_against(const std::vector<RegistryEntry> &others, const RegistryEntry &entry,
                   const toml::table &table, const std::string &name)
{
    const auto place_of = [](const RegistryEntry &one) {
        return one.location.empty() ? one.prefix : one.location;
    };
    for (const RegistryEntry &other : others)
        if (place_of(other) == place_of(entry) &&
            (other.is_insecure != entry.is_insecure || other.is_blocked != entry.is_blocked))
            throw problem_in(name, table.source().begin,
                             in_ticks(place_of(entry)) + " is here twice, and differs in '" +
                                 (other.is_blocked != entry.is_blocked ? "blocked" : "insecure") +
                                 "'");
}

/// [[registry.mirror]] without a [[registry]] above it makes a single table of 'registry'.
void refuse_single_brackets(const toml::table &table, const std::string &name)
{
    const toml::node *const registry = find_key(table, "registry");
    if (registry == nullptr || !registry->is_table())
        return;
    const toml::table &only = *registry->as_table();
    const toml::node *const mirror = find_key(only, "mirror");
    if (mirror != nullptr && only.size() == 1)
        throw problem_in(name, mirror->source().begin, "a mirror needs a [[registry]] above it");
    throw problem_in(name, registry->source().begin, "[registry] has to be [[registry]]");
}

} // namespace

std::vector<RegistryEntry> entries_of(const toml::table &table, const std::string &name)
{
    refuse_single_brackets(table, name);
    std::vector<RegistryEntry> all;
    std::vector<RegistryEntry> entries;
    for (const toml::table *element : tables_of(table, "registry", name, owner)) {
        all.push_back(entry_of(*element, name));
        const RegistryEntry &entry = all.back();
        check_against(all, entry, *element, name);
        if (std::none_of(entries.begin(), entries.end(), [&entry](const RegistryEntry &known) {
                return known.prefix == entry.prefix;
            }))
            entries.push_back(entry);
    }
    return entries;
}

std::optional<std::vector<std::string>> list_of_version_1(const toml::table &registries,
                                                          const char *list, const std::string &name)
{
    const toml::node *const found = find_key(registries, list);
    if (found == nullptr)
        return std::nullopt;
    if (!found->is_table())
        throw problem_in(name, found->source().begin,
                         "'" + std::string(list) + "' of 'registries' is not a table");
    return texts_of(*found->as_table(), "registries", name, owner);
}

std::vector<RegistryEntry> entries_of_version_1(const toml::table &registries,
                                                const std::string &name)
{
    std::vector<RegistryEntry> entries;
    const auto take = [&](const char *list, bool RegistryEntry::*flag) {
        for (std::string location :
             list_of_version_1(registries, list, name).value_or(std::vector<std::string>())) {
            location.erase(location.find_last_not_of('/') + 1);
            auto known = std::find_if(
                entries.begin(), entries.end(),
                [&location](const RegistryEntry &entry) { return entry.prefix == location; });
            if (known == entries.end())
                known = entries.insert(known, RegistryEntry{location, location, false, false, {}});
            (*known).*flag = true;
        }
    };
    take("block", &RegistryEntry::is_blocked);
    take("insecure", &RegistryEntry::is_insecure);
    return entries;
}

} // namespace cppsecret::authfile
