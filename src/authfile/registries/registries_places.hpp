// SPDX-License-Identifier: MIT
// Where registries.conf and its drop-ins are, by containers-registries.conf(5) and
// containers-registries.conf.d(5), of podman before and from 6.
#pragma once

#include "authfile/files/locations.hpp"

#include <map>
#include <string>
#include <vector>

namespace cppsecret::authfile {

/// The folders of whoever administers the machine, and of the distribution.
inline constexpr const char *admin_folder = "/etc/containers";
inline constexpr const char *vendor_folder = "/usr/share/containers";

/// That of the user: $HOME/.config/containers, or from podman 6 on that of XDG_CONFIG_HOME, which
/// is a relative one where the variable is set to nothing.
[[nodiscard]] std::string user_folder(const Environment &environment, bool has_podman_6_layout);

/// What some versions of the tools take in registries.conf, or read of it, and others do not.
struct RegistriesDialect {
    /// An empty list or table is a setting of version 1 or 2 of the format, which no file may mix.
    /// It is none for podman 4.3.1 and skopeo 1.9.3, but for skopeo 1.13.3 and podman 5.4.2.
    bool counts_empty_settings = true;
    /// A byte order mark before the text is passed over.
    bool takes_byte_order_mark = true;
    /// A drop-in that is a symbolic link to nothing is passed over.
    bool bears_dangling_link = true;
    /// Files are looked for and refused as podman 6, buildah 1.44 and skopeo 1.23 do it.
    bool has_podman_6_layout = true;
    /// CONTAINERS_REGISTRIES_CONF is read.
    bool reads_variable = true;
    /// REGISTRIES_CONFIG_PATH is read where that is not set.
    bool reads_old_variable = false;

    friend bool operator==(const RegistriesDialect &, const RegistriesDialect &) = default;
};

/// What is read, in this order.
struct RegistriesPaths {
    std::vector<std::string> files;   ///< the first that is there
    std::string variable = {};        ///< that names the file, which must be there; may be empty
    std::vector<std::string> folders; ///< of drop-ins; may be missing
    /// The drop-ins of all folders are sorted by their names, whatever folder they are in, and of
    /// one name that of the last folder counts. A folder may be a symbolic link. Otherwise each
    /// folder is sorted by itself, and one that is a link counts as empty.
    bool is_sorted_by_name = false;
    std::string last = {}; ///< one more file, which must be there; may be empty
};

/// Before podman 6: the user's file replaces the system's file and its drop-ins, a variable
/// replaces either file and leaves both folders; the user's are below HOME. Since then: the user's
/// are below XDG_CONFIG_HOME, which may be empty; a user's file replaces the system's file alone; a
/// variable leaves no drop-in; CONTAINERS_REGISTRIES_CONF_OVERRIDE names the last file.
[[nodiscard]] RegistriesPaths registries_paths(const Environment &environment,
                                               const RegistriesDialect &dialect);

/// The one in which a tool looks for the user's drop-ins.
[[nodiscard]] std::string user_drop_in_folder(const Environment &environment,
                                              bool has_podman_6_layout);

/// The folders in which tools of any age look for the user's drop-ins: of podman before 6, and from
/// 6 where that is another.
[[nodiscard]] std::vector<std::string> user_drop_in_folders(const Environment &environment);

/// The texts of files that are to be written, by their paths: they count as if they were there.
using PlannedFiles = std::map<std::string, std::string>;

/// The drop-ins, in the order in which they are read: the files *.conf of the folders. Throws
/// Error(Errc::System) for a folder that cannot be read.
[[nodiscard]] std::vector<std::string> find_drop_ins(const RegistriesPaths &paths,
                                                     const PlannedFiles &planned = {});

} // namespace cppsecret::authfile
