// SPDX-License-Identifier: MIT
#include "registry/probe.hpp"

#include "registry/server_chain.hpp"
#include "registry/transfer_failure.hpp"

#include <cstddef>

namespace cppsecret::registry {

Probe::Probe(const Url &url, const TlsSettings &tls, const Limits &limits)
    : shows_certificate_(!tls.certificate_file.empty()), easy_(new_easy_handle())
{
    set(CURLOPT_URL, url.text().c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_CERTINFO, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.request.count()));
    set(CURLOPT_ERRORBUFFER, error_.data());
    if (shows_certificate_) {
        set(CURLOPT_SSLCERT, tls.certificate_file.c_str());
        set(CURLOPT_SSLKEY, tls.key_file.c_str());
    }
}

curl_socket_t Probe::socket() const
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket);
    return socket;
}

std::vector<Certificate> Probe::chain() const
{
    return chain_of(easy_.get());
}

CURLcode Probe::receive()
{
    char byte = 0;
    std::size_t count = 0;
    return curl_easy_recv(easy_.get(), &byte, 1, &count);
}

Failure Probe::failure(CURLcode code) const
{
    CurlReport report;
    report.code = code;
    report.text = error_.data();
    report.showed_certificate = shows_certificate_;
    curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &report.system_error);
    return failure_of(report);
}

} // namespace cppsecret::registry
