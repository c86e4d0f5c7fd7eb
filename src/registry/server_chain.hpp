// SPDX-License-Identifier: MIT
// The certificates that a server shows.
#pragma once

#include "registry/certificate.hpp"
#include "registry/http.hpp"
#include "registry/transfers.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace cppsecret::registry {

/// What the server of an https address shows to whoever connects, its own certificate first,
/// whether it is trusted or not; nothing is sent to it but the client's certificate. A failure if
/// there is no connection. Throws as start_curl().
[[nodiscard]] std::variant<std::vector<Certificate>, Failure>
fetch_chain(const Url &url, const TlsSettings &tls, const Limits &limits);

/// What a server says that does not accept the certificate of the client, or wants to see one. With
/// TLS 1.3 it says that after the handshake, and who sends a request meanwhile may miss it: here
/// nothing is sent, and after the handshake 3 s are given to the complaint. Nothing if it has none.
/// Throws as start_curl().
[[nodiscard]] std::optional<Failure> fetch_refusal(const Url &url, const TlsSettings &tls,
                                                   const Limits &limits);

/// What the server of a curl handle (CURL *) has shown; empty without TLS, and if the connection
/// was made by another handle. Certificates that cannot be read are left out.
[[nodiscard]] std::vector<Certificate> chain_of(void *easy);

} // namespace cppsecret::registry
