// SPDX-License-Identifier: MIT
// A connection over which nothing is sent. For the .cpp files of this room only.
#pragma once

#include "registry/certificate.hpp"
#include "registry/curl.hpp"
#include "registry/http.hpp"
#include "registry/transfers.hpp"

#include <array>
#include <vector>

namespace cppsecret::registry {

/// Connects to an https address, trusted or not, and shows nothing but the client's certificate.
/// Does not move: curl knows where it is.
class Probe {
public:
    /// Throws as new_easy_handle().
    Probe(const Url &url, const TlsSettings &tls, const Limits &limits);
    ~Probe() = default;
    Probe(const Probe &) = delete;
    Probe &operator=(const Probe &) = delete;

    /// The one version of TLS, or the latest, as CURLOPT_SSLVERSION takes it.
    void set_version(long version) { set(CURLOPT_SSLVERSION, version); }

    [[nodiscard]] CURL *handle() const noexcept { return easy_.get(); }
    /// Of what is connected.
    [[nodiscard]] curl_socket_t socket() const;
    /// What the server has shown.
    [[nodiscard]] std::vector<Certificate> chain() const;
    /// Hears whether the server says something by itself: CURLE_AGAIN if that is nothing yet,
    /// CURLE_OK if it is no failure.
    [[nodiscard]] CURLcode receive();
    [[nodiscard]] Failure failure(CURLcode code) const;

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy_.get(), option, value);
    }

    bool shows_certificate_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    EasyHandle easy_; // goes first: it uses what is above
};

} // namespace cppsecret::registry
