// SPDX-License-Identifier: MIT
// What a transfer that failed means.
#pragma once

#include "registry/http.hpp"

#include <string_view>

namespace cppsecret::registry {

/// How curl reports a failure.
struct CurlReport {
    int code = 0;                    ///< a CURLcode
    std::string_view text = {};      ///< of CURLOPT_ERRORBUFFER
    long verify_result = 0;          ///< of OpenSSL: an X509_V_ERR
    long system_error = 0;           ///< an errno; 0 if there was none
    bool showed_certificate = false; ///< the client has one
};

/// What it means, in words of our own: curl's may hold an address.
[[nodiscard]] Failure failure_of(const CurlReport &report);

} // namespace cppsecret::registry
