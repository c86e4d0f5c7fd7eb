// SPDX-License-Identifier: MIT
#include "registry/server_chain.hpp"

#include "base/error.hpp"
#include "registry/probe.hpp"

#include <string_view>
#include <utility>

namespace cppsecret::registry {

std::variant<std::vector<Certificate>, Failure> fetch_chain(const Url &url, const TlsSettings &tls,
                                                            const Limits &limits)
{
    Probe probe(url, tls, limits);
    const CURLcode code = curl_easy_perform(probe.handle());
    std::vector<Certificate> chain = probe.chain();
    if (code == CURLE_OK || !chain.empty())
        return chain;
    return probe.failure(code);
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
