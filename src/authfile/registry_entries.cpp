// SPDX-License-Identifier: MIT
#include "authfile/registry_entries.hpp"

#include <algorithm>

namespace cppsecret::authfile {

namespace {

/// True if `name` could end at `place`, or go on there with a port, a path, a tag or a digest.
bool is_boundary(std::string_view name, std::size_t place) noexcept
{
    return place == name.size() || name[place] == ':' || name[place] == '/' || name[place] == '@';
}

bool begins_with(std::string_view name, std::string_view prefix) noexcept
{
    if (!prefix.starts_with("*."))
        return name.starts_with(prefix) && is_boundary(name, prefix.size());
    const std::string_view domain = prefix.substr(1);
    const auto place = name.find(domain);
    return place != std::string_view::npos &&
           name.substr(0, place).find('/') == std::string_view::npos &&
           is_boundary(name, place + domain.size());
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
        if (begins_with(name, entry.prefix) &&
            (found == nullptr || entry.prefix.size() > found->prefix.size()))
            found = &entry;
    return found;
}

} // namespace cppsecret::authfile
