// SPDX-License-Identifier: MIT
#include "registry/server_chain.hpp"

#include "base/error.hpp"
#include "registry/curl.hpp"
#include "registry/transfer_failure.hpp"

#include <array>
#include <new>
#include <string_view>
#include <utility>

namespace cppsecret::registry {

std::variant<std::vector<Certificate>, Failure> fetch_chain(const Url &url, const TlsSettings &tls,
                                                            const Limits &limits)
{
    start_curl();
    const EasyHandle easy(curl_easy_init());
    if (!easy)
        throw std::bad_alloc();
    const auto set = [&easy](CURLoption option, auto value) {
        curl_easy_setopt(easy.get(), option, value);
    };
    std::array<char, CURL_ERROR_SIZE> error{};
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_URL, url.text().c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_CERTINFO, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.request.count()));
    set(CURLOPT_ERRORBUFFER, error.data());
    if (!tls.certificate_file.empty()) {
        set(CURLOPT_SSLCERT, tls.certificate_file.c_str());
        set(CURLOPT_SSLKEY, tls.key_file.c_str());
    }
    CurlReport report;
    report.code = curl_easy_perform(easy.get());
    std::vector<Certificate> chain = chain_of(easy.get());
    if (report.code == CURLE_OK || !chain.empty())
        return chain;
    report.text = error.data();
    report.showed_certificate = !tls.certificate_file.empty();
    curl_easy_getinfo(easy.get(), CURLINFO_OS_ERRNO, &report.system_error);
    return failure_of(report);
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
