// SPDX-License-Identifier: MIT
// Where GLib puts its errors.
#pragma once

#include "base/error.hpp"

#include <utility>

#include <gio/gio.h>

namespace cppsecret::glibpp {

/// Pass it where GLib wants a GError **, then ask it.
class ErrorSlot {
public:
    ErrorSlot() = default;
    ErrorSlot(const ErrorSlot &) = delete;
    ErrorSlot &operator=(const ErrorSlot &) = delete;
    ~ErrorSlot() { g_clear_error(&error_); }

    // NOLINTNEXTLINE(google-explicit-constructor): to be passed where GLib wants a GError **
    operator GError **() noexcept { return &error_; }

    /// Takes over the error of `other`, which must be the only one.
    void take(ErrorSlot &other) noexcept { std::swap(error_, other.error_); }

    [[nodiscard]] bool is_set() const noexcept { return error_ != nullptr; }
    [[nodiscard]] bool is(GQuark domain, int code) const noexcept
    {
        return g_error_matches(error_, domain, code) != FALSE;
    }
    [[nodiscard]] const GError *get() const noexcept { return error_; }

    /// The text of the error on one line, without GDBus's prefix with the name of a remote error;
    /// more than 500 bytes are cut there, between characters. Only while is_set().
    [[nodiscard]] std::string message();

    /// The D-Bus name of the error if another process sent it, else empty.
    [[nodiscard]] std::string remote_name() const;

private:
    GError *error_ = nullptr;
};

} // namespace cppsecret::glibpp
