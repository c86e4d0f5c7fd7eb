// SPDX-License-Identifier: MIT
// Groups of one account: many distributions give each account one, and the umask 002 with it.
#pragma once

#include <string_view>

#include <grp.h>
#include <sys/types.h>

namespace cppsecret {

/// True if the group is that of one account alone: it has its name, and no other member.
[[nodiscard]] bool is_private_to(std::string_view account, const struct group &group) noexcept;

/// The same for the account of geteuid(), as the system knows both (NSS). False where it does not,
/// and in a user namespace, in which a number stands for a group that nobody in there can look at.
[[nodiscard]] bool is_private_group(gid_t group) noexcept;

} // namespace cppsecret
