// SPDX-License-Identifier: MIT
// The kinds of keyrings, as CPPSECRET_KEYRING names them.
#pragma once

#include <string_view>

namespace cppsecret::keyring {

inline constexpr std::string_view secret_service_kind = "secret-service";
inline constexpr std::string_view file_kind = "file";

} // namespace cppsecret::keyring
