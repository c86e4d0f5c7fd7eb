// SPDX-License-Identifier: MIT
#include "base/private_group.hpp"

#include "base/real_uid.hpp"

#include <array>
#include <exception>

#include <pwd.h>
#include <unistd.h>

namespace cppsecret {

namespace {

constexpr std::size_t most_text = 16384; // of an entry; a larger group is no private one

bool is_in_namespace() noexcept
{
    try {
        return real_uid() != ::geteuid();
    } catch (const std::exception &) {
        return true;
    }
}

} // namespace

bool is_private_to(std::string_view account, const struct group &group) noexcept
{
    if (group.gr_name != account)
        return false;
    for (char **member = group.gr_mem; *member != nullptr; ++member)
        if (*member != account)
            return false;
    return true;
}

bool is_private_group(gid_t group) noexcept
{
    std::array<char, most_text> account_text{};
    std::array<char, most_text> group_text{};
    struct passwd account {};
    struct passwd *known_account = nullptr;
    struct group entry {};
    struct group *known_group = nullptr;
    return !is_in_namespace() &&
           ::getpwuid_r(::geteuid(), &account, account_text.data(), account_text.size(),
                        &known_account) == 0 &&
           known_account != nullptr &&
           ::getgrgid_r(group, &entry, group_text.data(), group_text.size(), &known_group) == 0 &&
           known_group != nullptr && is_private_to(account.pw_name, entry);
}

} // namespace cppsecret
