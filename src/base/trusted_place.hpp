// SPDX-License-Identifier: MIT
// Whose files and folders are trusted: to be written to, and to have their logins taken.
#pragma once

#include <string>
#include <string_view>

#include <sys/stat.h>
#include <sys/types.h>

namespace cppsecret {

/// Who asks.
struct Viewer {
    uid_t uid = 0; ///< geteuid()
    /// False in a user namespace in which the root outside has no number, such as podman's.
    bool is_root_mapped = true;
    /// Whether a group has us alone; none has if null.
    bool (*has_us_alone)(gid_t group) = nullptr;

    /// The process. Where the map of its namespace cannot be read, root counts as mapped.
    [[nodiscard]] static const Viewer &of_process() noexcept;
};

/// True if the uid_map (user_namespaces(7)) of a namespace gives a number to the root outside of
/// it, or is empty: no namespace.
[[nodiscard]] bool maps_root(std::string_view uid_map) noexcept;

enum class Owner { Us, Root, Other };

/// Whose a file or folder is that stat(2) says to be `uid`'s. Where the root outside has no number,
/// his are the overflow uid's: `/`, `/home` and `/etc` are 65534's in podman's namespace. So are
/// those of everybody else outside, whom nobody in there can tell from him.
[[nodiscard]] Owner owner_of(uid_t uid, const Viewer &viewer = Viewer::of_process()) noexcept;

/// True for a file, or a folder, of ours.
[[nodiscard]] bool is_ours(const struct stat &status) noexcept;

/// Who can put files into a folder, or other files in the place of those in it, root apart.
enum class Writers {
    Us,     ///< it is ours alone
    Root,   ///< it is root's alone
    Sticky, ///< whoever may write to it, each his own files: ours or root's, like /tmp
    Shared, ///< ours or root's, but others may write to it, and replace what others have; a group
            ///< that has us alone does not count
    Others, ///< it is somebody else's
};

[[nodiscard]] Writers writers_of(const struct stat &folder,
                                 const Viewer &viewer = Viewer::of_process()) noexcept;

/// Whether we write files to a folder: nobody but us and root can replace them there.
[[nodiscard]] bool is_written_to(Writers folder) noexcept;

/// Whether what is found in a folder is what we or root have put there under this name.
[[nodiscard]] bool is_kept_from_others(Writers folder) noexcept;

/// True for a folder that is not kept from others, any group among them. False for one that cannot
/// be looked at.
[[nodiscard]] bool can_others_replace_in(const std::string &folder) noexcept;

/// Whether logins are taken from a file of this owner: it is ours or root's. What a tool finds in
/// the file of somebody else is told, and goes nowhere.
[[nodiscard]] bool are_logins_taken(uid_t owner,
                                    const Viewer &viewer = Viewer::of_process()) noexcept;

/// Whether we write where a symbolic link leads that is in this folder: both are ours or root's.
[[nodiscard]] bool is_followed(const struct stat &link, const struct stat &folder,
                               const Viewer &viewer = Viewer::of_process()) noexcept;

} // namespace cppsecret
