// SPDX-License-Identifier: MIT
// Whether podman's API service runs us: the logins it hands over are its callers', not its owner's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::helper {

/// The words of a command line as /proc/PID/cmdline has it, each ended by a NUL; what follows the
/// last NUL is the start of a word that did not fit, and is left out. The words point into
/// `cmdline`.
[[nodiscard]] std::vector<std::string_view> words_of_cmdline(std::string_view cmdline);

/// True if `words` start podman's API service: `podman [global options] system service …`, podman
/// in any folder. An option that no list here knows may or may not take a value; it is enough that
/// one reading is the service. podman-remote is a client only.
[[nodiscard]] bool is_podman_service(std::span<const std::string_view> words);

/// The file with the command line of our parent process.
[[nodiscard]] std::string cmdline_of_parent();

/// True if our parent process is podman's API service. False also if its command line cannot be
/// read; of one longer than 16 KiB only the beginning counts.
[[nodiscard]] bool is_run_by_podman_service();

} // namespace cppsecret::helper
