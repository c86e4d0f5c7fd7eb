// SPDX-License-Identifier: MIT
// Owning pointers for what GLib hands out.
#pragma once

#include "base/free_with.hpp"

#include <memory>

#include <gio/gio.h>

namespace cppsecret::glibpp {

template <typename T, auto Free>
using Ptr = std::unique_ptr<T, FreeWith<Free>>;

template <typename T>
using ObjectPtr = Ptr<T, g_object_unref>;

using VariantPtr = Ptr<GVariant, g_variant_unref>;
using ContextPtr = Ptr<GMainContext, g_main_context_unref>;
using CharPtr = Ptr<char, g_free>;

/// Takes the floating reference of a new GVariant, or shares a settled one.
[[nodiscard]] inline VariantPtr own(GVariant *variant) noexcept
{
    return VariantPtr(g_variant_ref_sink(variant));
}

/// A reference of one's own to a GObject, not null, that somebody else owns.
template <typename T>
[[nodiscard]] ObjectPtr<T> share(T *object) noexcept
{
    return ObjectPtr<T>(static_cast<T *>(g_object_ref(object)));
}

} // namespace cppsecret::glibpp
