// SPDX-License-Identifier: MIT
// Owning pointers for what curl hands out. For the .cpp files of this room only.
#pragma once

#include <memory>

#include <curl/curl.h>

namespace cppsecret::registry {

template <auto Free>
struct CurlFree {
    template <typename T>
    void operator()(T *handle) const noexcept
    {
        Free(handle);
    }
};

using EasyHandle = std::unique_ptr<CURL, CurlFree<curl_easy_cleanup>>;
using MultiHandle = std::unique_ptr<CURLM, CurlFree<curl_multi_cleanup>>;
using HeaderLines = std::unique_ptr<curl_slist, CurlFree<curl_slist_free_all>>;
using UrlHandle = std::unique_ptr<CURLU, CurlFree<curl_url_cleanup>>;
using CurlText = std::unique_ptr<char, CurlFree<curl_free>>;

/// Starts the library, once: before anything else of it. The memory that it gives back is wiped,
/// since it copies headers, which may hold a login. Throws Error(Errc::System).
void start_curl();

} // namespace cppsecret::registry
