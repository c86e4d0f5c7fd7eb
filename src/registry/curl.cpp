// SPDX-License-Identifier: MIT
#include "registry/curl.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include <malloc.h>
#include <string.h>

#include <openssl/crypto.h>

namespace cppsecret::registry {

namespace {

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is an allocator
void wipe_and_free(void *block)
{
    if (block == nullptr)
        return;
    ::explicit_bzero(block, ::malloc_usable_size(block));
    std::free(block);
}

/// Never in place: what realloc(3) moves it leaves behind.
void *reallocate(void *block, std::size_t size)
{
    void *const larger = std::malloc(size);
    if (larger == nullptr || block == nullptr)
        return larger;
    std::memcpy(larger, block, std::min(size, ::malloc_usable_size(block)));
    wipe_and_free(block);
    return larger;
}

void *allocate_for_crypto(std::size_t size, const char *, int)
{
    return size == 0 ? nullptr : std::malloc(size);
}

void *reallocate_for_crypto(void *block, std::size_t size, const char *, int)
{
    if (size > 0)
        return reallocate(block, size);
    wipe_and_free(block);
    return nullptr;
}

void wipe_and_free_for_crypto(void *block, const char *, int)
{
    wipe_and_free(block);
}
// NOLINTEND(cppcoreguidelines-no-malloc)

bool initialise() noexcept
{
    // it leaves what it has decrypted in its buffers; too late only where nothing has been received
    static_cast<void>(CRYPTO_set_mem_functions(allocate_for_crypto, reallocate_for_crypto,
                                               wipe_and_free_for_crypto));
    return curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, wipe_and_free, reallocate,
                                ::strdup, std::calloc) == CURLE_OK;
}

} // namespace

void start_curl()
{
    static const bool is_started = initialise();
    if (!is_started)
        throw Error(Errc::System, "the library for HTTP cannot be started");
}

EasyHandle new_easy_handle()
{
    start_curl();
    EasyHandle easy(curl_easy_init());
    if (!easy)
        throw std::bad_alloc();
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    return easy;
}

} // namespace cppsecret::registry
