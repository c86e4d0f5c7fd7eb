// SPDX-License-Identifier: MIT
#include "glibpp/error_slot.hpp"

#include "base/text.hpp"
#include "glibpp/ptr.hpp"

namespace cppsecret::glibpp {

namespace {

/// More than this of another process's text is not for a person to read.
constexpr std::size_t longest_message = 500;

} // namespace

std::string ErrorSlot::message()
{
    g_dbus_error_strip_remote_error(error_);
    return shortened(one_line(error_->message), longest_message);
}

std::string ErrorSlot::remote_name() const
{
    const CharPtr name(error_ ? g_dbus_error_get_remote_error(error_) : nullptr);
    return name ? name.get() : "";
}

} // namespace cppsecret::glibpp
