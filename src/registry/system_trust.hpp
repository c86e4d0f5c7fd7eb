// SPDX-License-Identifier: MIT
// Whom the machine trusts. For the .cpp files of this room only.
#pragma once

#include "registry/curl.hpp"

#include <string>

namespace cppsecret::registry {

/// Has a connection trust `authorities` (PEM, may be empty) beside those that the machine trusts:
/// curl's, or those of SSL_CERT_FILE and SSL_CERT_DIR, which Go's tools read too. What it returns
/// must live as long as the handle. The system's file is read once, and only for `authorities`;
/// throws as read_file(), but a file that is not there counts as empty.
[[nodiscard]] std::string trust_beside_system(CURL *easy, const std::string &authorities);

} // namespace cppsecret::registry
