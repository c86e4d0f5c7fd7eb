// SPDX-License-Identifier: MIT
// An operator delete that wipes what it frees. nlohmann/json and std::string copy what they parse,
// so a secret would stay behind in freed memory. Linked into the programs only, and not into
// sanitizer builds: a sanitizer wants to own new and delete itself.
#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>
#include <string.h>

namespace {

void wipe_and_free(void *pointer) noexcept
{
    if (pointer == nullptr)
        return;
    // the whole block, not the size that was asked for: a container may have used the rest
    ::explicit_bzero(pointer, ::malloc_usable_size(pointer));
    std::free(pointer); // NOLINT(cppcoreguidelines-no-malloc): this is operator delete
}

void *allocate(std::size_t size)
{
    if (void *pointer = std::malloc(size == 0 ? 1 : size)) // NOLINT(cppcoreguidelines-no-malloc)
        return pointer;
    throw std::bad_alloc();
}

} // namespace

void *operator new(std::size_t size)
{
    return allocate(size);
}

void *operator new[](std::size_t size)
{
    return allocate(size);
}

void operator delete(void *pointer) noexcept
{
    wipe_and_free(pointer);
}

void operator delete[](void *pointer) noexcept
{
    wipe_and_free(pointer);
}

void operator delete(void *pointer, std::size_t) noexcept
{
    wipe_and_free(pointer);
}

void operator delete[](void *pointer, std::size_t) noexcept
{
    wipe_and_free(pointer);
}
