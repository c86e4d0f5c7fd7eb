// SPDX-License-Identifier: MIT
// Owning pointers for what curl hands out. For the .cpp files of this room only.
#pragma once

#include "base/free_with.hpp"

#include <memory>

#include <curl/curl.h>

namespace cppsecret::registry {

using EasyHandle = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using MultiHandle = std::unique_ptr<CURLM, FreeWith<curl_multi_cleanup>>;
using HeaderLines = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;
using UrlHandle = std::unique_ptr<CURLU, FreeWith<curl_url_cleanup>>;
using CurlText = std::unique_ptr<char, FreeWith<curl_free>>;

/// Starts the library, once: before anything else of it, and of OpenSSL where a login is at stake.
/// The memory that they give back is wiped: they copy headers and decrypt answers, which may hold a
/// login. Throws Error(Errc::System).
void start_curl();

/// A handle for one request, after start_curl(). It speaks HTTP/1.1 only: what nghttp2 keeps of
/// headers and bodies in memory of its own, login included, is not wiped. Throws as start_curl().
[[nodiscard]] EasyHandle new_easy_handle();

} // namespace cppsecret::registry
