// SPDX-License-Identifier: MIT
#include "base/trusted_place.hpp"

#include "base/private_group.hpp"
#include "base/real_uid.hpp"

#include <exception>

#include <unistd.h>

namespace cppsecret {

namespace {

/// What stands for every user without a number in the namespace: the kernel's default of
/// /proc/sys/kernel/overflowuid, which nobody changes.
constexpr uid_t overflow_uid = 65534;

bool does_process_map_root() noexcept
{
    try {
        return maps_root(uid_map_of_process());
    } catch (const std::exception &) {
        return true; // so that fewer places are root's
    }
}

bool may_others_write(const struct stat &folder, const Viewer &viewer) noexcept
{
    const bool may_group = (folder.st_mode & S_IWGRP) != 0 &&
                           (viewer.has_us_alone == nullptr || !viewer.has_us_alone(folder.st_gid));
    return may_group || (folder.st_mode & S_IWOTH) != 0;
}

} // namespace

const Viewer &Viewer::of_process() noexcept
{
    static const Viewer viewer{::geteuid(), does_process_map_root(), is_private_group};
    return viewer;
}

bool maps_root(std::string_view uid_map) noexcept
{
    return uid_map.empty() || map_uid_from_parent(uid_map, 0).has_value();
}

Owner owner_of(uid_t uid, const Viewer &viewer) noexcept
{
    if (uid == viewer.uid)
        return Owner::Us;
    if (uid == 0 || (uid == overflow_uid && !viewer.is_root_mapped))
        return Owner::Root;
    return Owner::Other;
}

bool is_ours(const struct stat &status) noexcept
{
    return owner_of(status.st_uid) == Owner::Us;
}

Writers writers_of(const struct stat &folder, const Viewer &viewer) noexcept
{
    const Owner owner = owner_of(folder.st_uid, viewer);
    if (owner == Owner::Other)
        return Writers::Others;
    if (may_others_write(folder, viewer))
        return (folder.st_mode & S_ISVTX) != 0 ? Writers::Sticky : Writers::Shared;
    return owner == Owner::Us ? Writers::Us : Writers::Root;
}

bool is_written_to(Writers folder) noexcept
{
    return folder == Writers::Us || folder == Writers::Sticky;
}

bool is_kept_from_others(Writers folder) noexcept
{
    return is_written_to(folder) || folder == Writers::Root;
}

bool can_others_replace_in(const std::string &folder) noexcept
{
    Viewer without_groups = Viewer::of_process(); // the sandbox cannot look at them
    without_groups.has_us_alone = nullptr;
    struct stat status {};
    return ::stat(folder.c_str(), &status) == 0 &&
           !is_kept_from_others(writers_of(status, without_groups));
}

bool are_logins_taken(uid_t owner, const Viewer &viewer) noexcept
{
    return owner_of(owner, viewer) != Owner::Other;
}

bool is_followed(const struct stat &link, const struct stat &folder, const Viewer &viewer) noexcept
{
    return owner_of(link.st_uid, viewer) != Owner::Other &&
           owner_of(folder.st_uid, viewer) != Owner::Other;
}

} // namespace cppsecret
