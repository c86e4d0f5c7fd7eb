// SPDX-License-Identifier: MIT
// The deleter of an owning pointer to what a C library hands out.
#pragma once

namespace cppsecret {

/// std::unique_ptr<T, FreeWith<library_free>>
template <auto Free>
struct FreeWith {
    template <typename T>
    void operator()(T *object) const noexcept
    {
        Free(object);
    }
};

} // namespace cppsecret
