// SPDX-License-Identifier: MIT
#include "glibpp/error_slot.hpp"

#include "base/text.hpp"
#include "glibpp/ptr.hpp"

namespace cppsecret::glibpp {

std::string ErrorSlot::message()
{
    g_dbus_error_strip_remote_error(error_);
    return one_line(error_->message);
}

std::string ErrorSlot::remote_name() const
{
    const CharPtr name(error_ ? g_dbus_error_get_remote_error(error_) : nullptr);
    return name ? name.get() : "";
}

} // namespace cppsecret::glibpp
