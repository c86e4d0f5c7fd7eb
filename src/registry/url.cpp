// SPDX-License-Identifier: MIT
#include "registry/url.hpp"

#include "base/text.hpp"
#include "registry/curl.hpp"

#include <new>

namespace cppsecret::registry {

namespace {

UrlHandle new_handle()
{
    start_curl();
    UrlHandle handle(curl_url());
    if (!handle)
        throw std::bad_alloc();
    return handle;
}

/// A part of the address; empty if it has none.
std::string part_of(CURLU *handle, CURLUPart part, unsigned int flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(handle, part, &text, flags) != CURLUE_OK)
        return {};
    const CurlText owned(text);
    return text;
}

bool set(CURLU *handle, CURLUPart part, const std::string &text)
{
    return curl_url_set(handle, part, text.c_str(), 0) == CURLUE_OK;
}

} // namespace

std::optional<Url> Url::parse(const std::string &text)
{
    const UrlHandle handle = new_handle();
    // a NUL would cut it short, and without a scheme curl would guess one
    if (text.find('\0') != std::string::npos || !set(handle.get(), CURLUPART_URL, text))
        return std::nullopt;
    const std::string scheme = to_lower(part_of(handle.get(), CURLUPART_SCHEME));
    if ((scheme != "http" && scheme != "https") || !part_of(handle.get(), CURLUPART_USER).empty() ||
        !part_of(handle.get(), CURLUPART_PASSWORD).empty())
        return std::nullopt;
    curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
    Url url;
    url.is_https_ = scheme == "https";
    url.host_ = to_lower(part_of(handle.get(), CURLUPART_HOST));
    url.authority_ = url.host_ + ":" + part_of(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    url.text_ = part_of(handle.get(), CURLUPART_URL);
    if (url.host_.empty() || url.text_.empty())
        return std::nullopt;
    return url;
}

std::optional<Url> Url::resolve(const std::string &reference) const
{
    const UrlHandle handle = new_handle();
    if (reference.empty() || reference.find('\0') != std::string::npos ||
        !set(handle.get(), CURLUPART_URL, text_) || !set(handle.get(), CURLUPART_URL, reference))
        return std::nullopt;
    return parse(part_of(handle.get(), CURLUPART_URL));
}

Url Url::with_parameters(std::span<const std::pair<std::string, std::string>> parameters) const
{
    const UrlHandle handle = new_handle();
    if (!set(handle.get(), CURLUPART_URL, text_))
        return *this;
    std::string query = part_of(handle.get(), CURLUPART_QUERY);
    for (const auto &[name, value] : parameters)
        query += (query.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    if (!query.empty() && !set(handle.get(), CURLUPART_QUERY, query))
        return *this;
    Url url = *this;
    url.text_ = part_of(handle.get(), CURLUPART_URL);
    return url;
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') ||
                              std::string_view("-._~").find(c) != std::string_view::npos;
        if (is_plain)
            encoded += c;
        else
            (encoded += '%') += {digits[byte >> 4U], digits[byte & 0xfU]};
    }
    return encoded;
}

} // namespace cppsecret::registry
