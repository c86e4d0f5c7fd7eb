// SPDX-License-Identifier: MIT
#include "authfile/registries/registry_entries.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace cppsecret::authfile {

namespace {

/// True if `name` could end at `place`, or go on there with a port, a path, a tag or a digest.
bool is_boundary(std::string_view name, std::size_t place) noexcept
{
    return place == name.size() || name[place] == ':' || name[place] == '/' || name[place] == '@';
}

/// Where the part of `name` ends that `prefix` stands for; nothing if the name does not begin with
/// it.
std::optional<std::size_t> end_of_prefix(std::string_view name, std::string_view prefix) noexcept
{
    std::size_t begin = 0;
    if (prefix.starts_with("*.")) {
        prefix.remove_prefix(1);
        begin = name.find(prefix);
        if (begin == std::string_view::npos || name.find('/') < begin)
            return std::nullopt;
    } else if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    const std::size_t end = begin + prefix.size();
    return is_boundary(name, end) ? std::optional(end) : std::nullopt;
}

} // namespace

void merge_entries(std::vector<RegistryEntry> &entries, const std::vector<RegistryEntry> &later)
{
    for (const RegistryEntry &entry : later) {
        const auto same =
            std::find_if(entries.begin(), entries.end(), [&entry](const RegistryEntry &known) {
                return known.prefix == entry.prefix;
            });
        if (same == entries.end())
            entries.push_back(entry);
        else
            *same = entry;
    }
}

const RegistryEntry *find_entry(const std::vector<RegistryEntry> &entries, std::string_view name)
{
    const RegistryEntry *found = nullptr;
    for (const RegistryEntry &entry : entries)
        if (end_of_prefix(name, entry.prefix) &&
            (found == nullptr || entry.prefix.size() > found->prefix.size()))
            found = &entry;
    return found;
}

std::string moved_name(std::string_view name, const RegistryEntry &entry,
                       const std::string &location)
{
    if (location.empty())
        return std::string(name);
    return location + std::string(name.substr(end_of_prefix(name, entry.prefix).value_or(0)));
}

} // namespace cppsecret::authfile
