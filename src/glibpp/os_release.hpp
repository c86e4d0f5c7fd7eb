// SPDX-License-Identifier: MIT
// Which distribution this is, and how a package is installed there.
#pragma once

#include "base/command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::glibpp {

/// What os-release(5) says; empty where it says nothing.
struct OsRelease {
    std::string id = {};                   ///< ID in lower case: "debian"
    std::vector<std::string> id_like = {}; ///< ID_LIKE, the closest relative first
    std::string version_id = {};           ///< VERSION_ID: "12"
    std::string pretty_name = {};          ///< PRETTY_NAME: "Debian GNU/Linux 12 (bookworm)"
    bool is_image = false;                 ///< OSTREE_VERSION is there: packages are layered
};

/// Reads /etc/os-release, else /usr/lib/os-release; all empty if neither can be read.
[[nodiscard]] OsRelease read_os_release();

/// The command that installs `packages` (names with blanks between) on that distribution, to be
/// run as root; none if the distribution and its relatives are unknown.
[[nodiscard]] Command install_command(const OsRelease &os, Literal packages);

} // namespace cppsecret::glibpp
