// SPDX-License-Identifier: MIT
#include "registry/server_chain.hpp"

#include "base/deadline.hpp"
#include "base/error.hpp"
#include "registry/curl.hpp"
#include "registry/transfer_failure.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include <poll.h>

namespace cppsecret::registry {

namespace {

/// An alert comes at once, or never.
constexpr std::chrono::seconds time_for_alert(3);

/// A connection over which nothing is sent.
class Probe {
public:
    Probe(const Url &url, const TlsSettings &tls, const Limits &limits)
        : shows_certificate_(!tls.certificate_file.empty())
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

    void set_version(long version) { set(CURLOPT_SSLVERSION, version); }

    [[nodiscard]] CURLcode connect() { return curl_easy_perform(easy_.get()); }
    [[nodiscard]] std::vector<Certificate> chain() const { return chain_of(easy_.get()); }

    /// Waits for what the server says by itself; CURLE_OK if that is no failure.
    [[nodiscard]] CURLcode listen()
    {
        curl_socket_t socket = CURL_SOCKET_BAD;
        curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket);
        const Deadline deadline = Deadline::after(time_for_alert);
        CURLcode code = CURLE_AGAIN;
        while (code == CURLE_AGAIN && socket != CURL_SOCKET_BAD && !deadline.has_passed()) {
            char byte = 0;
            std::size_t count = 0;
            code = curl_easy_recv(easy_.get(), &byte, 1, &count);
            pollfd wait{socket, POLLIN, 0};
            if (code == CURLE_AGAIN)
                ::poll(&wait, 1, static_cast<int>(deadline.remaining().count()));
        }
        return code == CURLE_AGAIN ? CURLE_OK : code;
    }

    [[nodiscard]] Failure failure(CURLcode code) const
    {
        CurlReport report;
        report.code = code;
        report.text = error_.data();
        report.showed_certificate = shows_certificate_;
        curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &report.system_error);
        return failure_of(report);
    }

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy_.get(), option, value);
    }

    bool shows_certificate_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    EasyHandle easy_ = new_easy_handle(); // goes first: it uses what is above
};

} // namespace

std::variant<std::vector<Certificate>, Failure> fetch_chain(const Url &url, const TlsSettings &tls,
                                                            const Limits &limits)
{
    Probe probe(url, tls, limits);
    const CURLcode code = probe.connect();
    std::vector<Certificate> chain = probe.chain();
    if (code == CURLE_OK || !chain.empty())
        return chain;
    return probe.failure(code);
}

std::optional<Failure> fetch_refusal(const Url &url, const TlsSettings &tls, const Limits &limits)
{
    // TLS 1.2 says it in the handshake, where it cannot be missed; some servers know 1.3 only
    for (const long version : {CURL_SSLVERSION_MAX_TLSv1_2, CURL_SSLVERSION_MAX_DEFAULT}) {
        Probe probe(url, tls, limits);
        probe.set_version(version);
        CURLcode code = probe.connect();
        if (code == CURLE_OK)
            code = probe.listen();
        if (code == CURLE_OK)
            continue;
        Failure failure = probe.failure(code);
        if (failure.kind == Failure::Kind::NotTrusted)
            return failure;
    }
    return std::nullopt;
}

std::vector<Certificate> chain_of(void *easy)
{
    curl_certinfo *info = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == nullptr)
        return {};
    std::vector<Certificate> chain;
    for (int i = 0; i < info->num_of_certs; ++i)
        for (const curl_slist *entry = info->certinfo[i]; entry != nullptr; entry = entry->next) {
            constexpr std::string_view name = "Cert:";
            const std::string_view text(entry->data);
            if (!text.starts_with(name))
                continue;
            try {
                for (Certificate &certificate : parse_certificates(text.substr(name.size())))
                    chain.push_back(std::move(certificate));
            } catch (const Error &) { // NOLINT(bugprone-empty-catch): left out, as promised
            }
        }
    return chain;
}

} // namespace cppsecret::registry
