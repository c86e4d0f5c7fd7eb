// SPDX-License-Identifier: MIT
#include "registry/curl.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <malloc.h>
#include <string.h>

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
// NOLINTEND(cppcoreguidelines-no-malloc)

bool initialise() noexcept
{
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

} // namespace cppsecret::registry
