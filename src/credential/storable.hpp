// SPDX-License-Identifier: MIT
// What a keyring can hold.
#pragma once

#include "credential/credential.hpp"

#include <optional>
#include <string_view>

namespace cppsecret {

/// What is wrong with a text that a keyring cannot hold.
enum class StorageFault {
    Empty,
    HasNul,
    NotUtf8,
};

/// Nothing for a text that every keyring can hold as a key, a user or a secret: UTF-8 without NUL,
/// not empty.
[[nodiscard]] std::optional<StorageFault> storage_fault_of(std::string_view text) noexcept;

/// True if there is no fault.
[[nodiscard]] bool is_storable(std::string_view text) noexcept;

/// True if its key, its user and its secret are.
[[nodiscard]] bool is_storable(const Credential &credential) noexcept;

/// True for a secret that nobody typed so: what 'echo' wrote to base64.
[[nodiscard]] bool ends_in_line_break(std::string_view secret) noexcept;

} // namespace cppsecret
