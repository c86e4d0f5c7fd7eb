// SPDX-License-Identifier: MIT
#include "machine/target.hpp"

#include "authfile/files/locations.hpp"
#include "authfile/registries/crio_conf.hpp"
#include "base/error.hpp"

#include <utility>

#include <unistd.h>

namespace cppsecret::machine {

namespace {

using Owned = std::pair<Family, std::string>;

/// The files that a program has for itself, with their owners.
std::vector<Owned> own_files()
{
    std::vector<Owned> files;
    files.emplace_back(Family::Helm,
                       authfile::helm_location(authfile::environment_of_process()).path);
    for (const authfile::Location &location : authfile::ostree_locations())
        files.emplace_back(Family::Ostree, location.path);
    if (std::string path = authfile::crio_auth_file(); !path.empty())
        files.emplace_back(Family::Crio, std::move(path));
    return files;
}

} // namespace

Target choose_target(const std::optional<std::string> &word,
                     const std::optional<std::string> &auth_file, std::vector<Family> otherwise)
{
    if (auth_file && !word)
        for (const auto &[family, path] : own_files())
            if (authfile::canonical_path(path) == authfile::canonical_path(*auth_file))
                return {{family}, std::nullopt, path};
    return {chosen_families(word, auth_file, std::move(otherwise)), auth_file};
}

std::vector<Family> families_to_change(const std::vector<Tool> &installed)
{
    std::vector<Family> families = families_of(installed);
    const bool has_no_helper = has_docker_of_snap(installed);
    std::erase_if(families, [has_no_helper](Family family) {
        return is_service(family) || (family == Family::Docker && has_no_helper);
    });
    return families;
}

void require_helpers_of_docker(const Target &target, const std::vector<Tool> &installed)
{
    const bool is_meant = target.families.empty() || contains(target.families, Family::Docker);
    if (is_meant && has_docker_of_snap(installed))
        throw Error(Errc::System, no_helper_in_snap, no_helper_in_snap_hint);
}

void require_root_for_services(const Target &target)
{
    if (::geteuid() == 0)
        return;
    for (const Family family : target.families)
        if (is_service(family))
            throw Error(Errc::System, doing(family, "run as root, whose keyring is not yours"),
                        "run it as root");
}

} // namespace cppsecret::machine
