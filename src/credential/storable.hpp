// SPDX-License-Identifier: MIT
// What a keyring can hold.
#pragma once

#include "credential/credential.hpp"

#include <string_view>

namespace cppsecret {

/// True if every keyring can hold it as a key, a user or a secret: UTF-8 without NUL, not empty.
[[nodiscard]] bool is_storable(std::string_view text) noexcept;

/// True if its user and its secret are.
[[nodiscard]] bool is_storable(const Credential &credential) noexcept;

} // namespace cppsecret
