// SPDX-License-Identifier: MIT
#include "authfile/files/buildx_files.hpp"

#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cppsecret::authfile {

namespace {

namespace fs = std::filesystem;

constexpr const char *file_name = "config.json";

fs::path folder_of_buildx(const Environment &environment)
{
    if (environment.buildx_config)
        return *environment.buildx_config;
    return fs::path(docker_location(environment).path).parent_path() / "buildx";
}

} // namespace

std::string BuildxScope::image_name() const
{
    const bool is_hub = host == address_of(std::string(docker_hub_host));
    if (!is_hub && is_hub_by_another_name())
        return {};
    const std::string registry = is_hub ? std::string(docker_hub_host) : host;
    return repository.empty() ? registry : registry + "/" + repository;
}

bool BuildxScope::is_hub_by_another_name() const
{
    return host != address_of(std::string(docker_hub_host)) && parse_host(host) == docker_hub_host;
}

std::string BuildxScope::in_words() const
{
    const std::string name = image_name();
    return name.empty() ? name : (transfer() == Transfer::Push ? "pushes to '" : "'") + name + "'";
}

bool BuildxScope::is_for(std::string_view image, Transfer transfer) const
{
    const std::string name = image_name();
    const bool is_named =
        repository.empty() ? image.substr(0, image.find('/')) == name : image == name;
    return !name.empty() && is_named &&
           std::all_of(actions.begin(), actions.end(), [transfer](const std::string &action) {
               return action == "pull" || (action == "push" && transfer == Transfer::Push);
           });
}

BuildxScope parse_buildx_scope(std::string_view folder)
{
    BuildxScope scope;
    const auto at = std::min(folder.find('@'), folder.size());
    const std::string_view name = folder.substr(0, at);
    const auto slash = std::min(name.find('/'), name.size());
    scope.host = name.substr(0, slash);
    scope.repository = name.substr(std::min(slash + 1, name.size()));
    std::string_view rest = folder.substr(std::min(at + 1, folder.size()));
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        if (const std::string_view action = trim(rest.substr(0, comma)); !action.empty())
            scope.actions.emplace(action);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return scope;
}

std::vector<Location> buildx_locations(const Environment &environment)
{
    const fs::path base = folder_of_buildx(environment) / "config";
    std::vector<Location> locations;
    std::error_code error;
    if (fs::is_symlink(base, error))
        return locations;
    fs::recursive_directory_iterator entry(base, fs::directory_options::skip_permission_denied,
                                           error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (std::error_code ignored; entry->path().filename() == file_name &&
                                     (entry->is_symlink(ignored) || !entry->is_directory(ignored)))
            locations.push_back({entry->path(), Format::BuildxConfig, Role::Buildx,
                                 entry->path().parent_path().lexically_relative(base)});
    std::sort(locations.begin(), locations.end(),
              [](const Location &a, const Location &b) { return a.path < b.path; });
    return locations;
}

} // namespace cppsecret::authfile
