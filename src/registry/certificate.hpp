// SPDX-License-Identifier: MIT
// X.509 certificates as a person has to judge them.
#pragma once

#include "base/read_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::registry {

/// How files of certificates are read: what a link leads to may be a pipe, and the limit is a
/// hundred times the system's.
inline constexpr FileRules certificate_file{.limit = std::size_t{32} << 20,
                                            .only_plain = false,
                                            .too_long = "is too long for a file of certificates"};

/// What one says of itself (RFC 5280).
struct Certificate {
    std::string subject;     ///< as "CN=registry.example, O=Example"; UTF-8, escaped as in RFC 2253
    std::string issuer;      ///< likewise
    std::int64_t begins = 0; ///< seconds since 1970; 0 if it cannot be read
    std::int64_t ends = 0;   ///< likewise
    std::string fingerprint; ///< SHA-256, as "AB:CD:…"
    std::vector<std::string>
        names; ///< the host names and IP addresses of subjectAltName, any bytes
    bool is_self_signed = false;
    bool is_authority = false; ///< it may sign others
    std::string pem;
};

/// The certificates of a text in PEM (RFC 7468), in its order; other parts of it are passed over.
/// Throws Error(Errc::Input) for one that is damaged, and for more than INT_MAX bytes.
[[nodiscard]] std::vector<Certificate> parse_certificates(std::string_view pem);

/// True if a server that shows these certificates, its own first, would be trusted where `anchor`
/// is the only one that is: `anchor` is its certificate, or has signed it through others of `shown`
/// and `known`. Whoever only sends `anchor` along has not. Names are not looked at. Throws
/// std::bad_alloc.
[[nodiscard]] bool is_vouched_for(const std::vector<Certificate> &shown, const Certificate &anchor,
                                  const std::vector<Certificate> &known);

/// The common name in a subject or issuer, or else all of it.
[[nodiscard]] std::string common_name_of(const std::string &subject);

} // namespace cppsecret::registry
