// SPDX-License-Identifier: MIT
// How far something that takes a while has come.
#pragma once

#include <cstddef>
#include <functional>

namespace cppsecret::migration {

/// Called with how many of how many are done, or being done.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

} // namespace cppsecret::migration
