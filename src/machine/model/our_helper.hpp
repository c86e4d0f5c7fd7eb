// SPDX-License-Identifier: MIT
// The names of our helper.
#pragma once

#include <string_view>

namespace cppsecret::machine {

inline constexpr const char *our_helper = "cppsecret";
inline constexpr const char *our_helper_for_containers = "cppsecret-containers";

/// True for the names under which auth files and registries.conf know our helper.
[[nodiscard]] constexpr bool is_our_helper(std::string_view name) noexcept
{
    return name == our_helper || name == our_helper_for_containers;
}

} // namespace cppsecret::machine
