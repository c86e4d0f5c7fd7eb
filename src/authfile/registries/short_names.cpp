// SPDX-License-Identifier: MIT
#include "authfile/registries/short_names.hpp"

#include "authfile/files/read_file.hpp"
#include "authfile/registries/registries_toml.hpp"
#include "authfile/registries/short_name_parser.hpp"

#include <algorithm>

namespace cppsecret::authfile {

void merge_aliases(std::vector<ShortNameAlias> &aliases, const std::vector<ShortNameAlias> &later)
{
    for (const ShortNameAlias &alias : later) {
        const auto same =
            std::find_if(aliases.begin(), aliases.end(),
                         [&alias](const ShortNameAlias &one) { return one.name == alias.name; });
        if (same == aliases.end())
            aliases.push_back(alias);
        else
            *same = alias;
    }
}

const ShortNameAlias *find_alias(const std::vector<ShortNameAlias> &aliases, std::string_view name)
{
    const auto found =
        std::find_if(aliases.begin(), aliases.end(),
                     [name](const ShortNameAlias &alias) { return alias.name == name; });
    return found == aliases.end() ? nullptr : &*found;
}

std::string chosen_aliases_path(const Environment &environment)
{
    const std::string folder = environment.uid == 0
                                   ? "/var/cache"
                                   : environment.cache_home.value_or(environment.home + "/.cache");
    return folder + "/containers/short-name-aliases.conf";
}

std::vector<ShortNameAlias> read_chosen_aliases(const std::string &path)
{
    const auto content = read_file(path);
    if (!content)
        return {};
    return aliases_of(parse_toml(content->bytes.reveal(), path), path);
}

} // namespace cppsecret::authfile
