// SPDX-License-Identifier: MIT
#include "hardening/memory_lock.hpp"

#include "hardening/process.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace cppsecret {

#if defined(__GLIBC__) && defined(MLOCK_ONFAULT)

namespace {

constexpr std::size_t locked_heap = 2UL * 1024 * 1024;
constexpr int largest_in_heap = 512 * 1024;
constexpr std::size_t locked_stack = 64UL * 1024; // what wipe_stack() clears
constexpr std::size_t left_for_others = 1024UL * 1024;

bool is_allowed() noexcept
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_MEMLOCK, &limit) == 0 &&
           limit.rlim_cur >= locked_heap + locked_stack + left_for_others;
}

/// Whole pages from `begin` to `end`, each when it is first used. A failure has no consequence but
/// that they may be swapped.
void lock(std::uintptr_t begin, std::uintptr_t end) noexcept
{
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    begin -= begin % page;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
    static_cast<void>(::mlock2(reinterpret_cast<void *>(begin), end - begin, MLOCK_ONFAULT));
}

std::uintptr_t number_of(const void *address) noexcept
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    return reinterpret_cast<std::uintptr_t>(address);
}

/// Makes the heap as large as it is to be locked, and to stay so.
void extend_heap() noexcept
{
    ::mallopt(M_TOP_PAD, static_cast<int>(locked_heap));
    ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(2 * locked_heap));
    ::mallopt(M_MMAP_THRESHOLD, largest_in_heap);
    // More than is free at its end, so that it grows; volatile, since a compiler may leave out what
    // is freed at once.
    // NOLINTBEGIN(cppcoreguidelines-no-malloc)
    void *volatile block = std::malloc(largest_in_heap / 2);
    std::free(block);
    // NOLINTEND(cppcoreguidelines-no-malloc)
}

} // namespace

void lock_memory() noexcept
{
    if (!is_allowed())
        return;
    extend_heap();
    const std::uintptr_t end_of_heap = number_of(::sbrk(0));
    lock(end_of_heap - ::mallinfo2().arena, end_of_heap);
    wipe_stack(); // it has the kernel extend the stack
    const std::uintptr_t here = number_of(__builtin_frame_address(0));
    lock(here - locked_stack, here);
}

#else

void lock_memory() noexcept {}

#endif

} // namespace cppsecret
