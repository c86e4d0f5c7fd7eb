// SPDX-License-Identifier: MIT
// What a person can do where nobody provides the Secret Service.
#pragma once

#include "glibpp/os_release.hpp"

#include <string>

namespace cppsecret::keyring {

/// How to get a provider, with the packages and the command of the distribution.
[[nodiscard]] std::string no_provider_hint(const glibpp::OsRelease &os);

} // namespace cppsecret::keyring
