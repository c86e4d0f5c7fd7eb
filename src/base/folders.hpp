// SPDX-License-Identifier: MIT
// The folders of one person: home, the one that goes with the session and the one that stays.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace cppsecret {

/// $XDG_RUNTIME_DIR/cppsecret, which need not exist, if XDG_RUNTIME_DIR (XDG Base Directory
/// Specification) is absolute and a folder of ours that nobody else can write to; else nothing.
[[nodiscard]] std::optional<std::string> runtime_folder();

/// /run/user/UID/cppsecret, which need not exist, by real_uid() and whatever XDG_RUNTIME_DIR says,
/// if the first is such a folder; else nothing. Throws as real_uid().
[[nodiscard]] std::optional<std::string> runtime_folder_of_account();

/// ${XDG_DATA_HOME:-$HOME/.local/share}/cppsecret, which need not exist, with the home folder of
/// the account of real_uid() where HOME is not set, as in units and cron; nothing if there is no
/// absolute path. Throws as real_uid().
[[nodiscard]] std::optional<std::string> data_folder();

/// The home folder of an account; "/" if there is no such account.
[[nodiscard]] std::string home_of_account(uid_t uid);

/// Makes `path` (0700) and what is missing above it, but nothing in a folder of somebody else:
/// under sudo HOME may be that of another user. `purpose` ("a lock") is for the message.
/// Returns `path`. Throws Error(Errc::System), also if others can write to it.
std::string make_folder_of_ours(std::string path, const std::string &purpose);

} // namespace cppsecret
