// SPDX-License-Identifier: MIT
// The names of our helper, and of others.
#pragma once

#include "json/protocol_texts.hpp"

#include <string>
#include <string_view>

namespace cppsecret::machine {

using json::is_our_helper;
using json::our_helper;
using json::our_helper_for_containers;

/// Why a helper, named as auth files name it, cannot be asked.
[[nodiscard]] inline std::string not_in_path(const std::string &helper)
{
    return "'" + std::string(json::helper_prefix) + helper + "' is not in PATH";
}

} // namespace cppsecret::machine
