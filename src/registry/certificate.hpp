// SPDX-License-Identifier: MIT
// X.509 certificates as a person has to judge them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::registry {

struct Certificate {
    std::string subject; ///< as "CN=registry.example, O=Example"
    std::string issuer;
    std::int64_t begins = 0; ///< seconds since 1970
    std::int64_t ends = 0;
    std::string fingerprint;        ///< SHA-256, as "AB:CD:…"
    std::vector<std::string> names; ///< the host names and IP addresses of subjectAltName
    bool is_self_signed = false;
    bool is_authority = false; ///< it may sign others
    std::string pem;
};

/// The certificates of a text in PEM, in its order; other parts of it are passed over. Throws
/// Error(Errc::Input) for one that is damaged.
[[nodiscard]] std::vector<Certificate> parse_certificates(std::string_view pem);

/// The common name in a subject or issuer, or else all of it.
[[nodiscard]] std::string common_name_of(const std::string &subject);

} // namespace cppsecret::registry
