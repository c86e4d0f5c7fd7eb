// SPDX-License-Identifier: MIT
// The certificates that a server shows.
#pragma once

#include "registry/certificate.hpp"
#include "registry/http.hpp"
#include "registry/transfers.hpp"

#include <variant>
#include <vector>

namespace cppsecret::registry {

/// What the server of an https address shows to whoever connects, its own certificate first,
/// whether it is trusted or not; nothing is sent to it but the client's certificate. A failure if
/// there is no connection. Throws as start_curl().
[[nodiscard]] std::variant<std::vector<Certificate>, Failure>
fetch_chain(const Url &url, const TlsSettings &tls, const Limits &limits);

/// What the server of a curl handle (CURL *) has shown; empty without TLS, and if the connection
/// was made by another handle. Certificates that cannot be read are left out.
[[nodiscard]] std::vector<Certificate> chain_of(void *easy);

} // namespace cppsecret::registry
