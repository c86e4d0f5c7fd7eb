// SPDX-License-Identifier: MIT
#include "glibpp/error_slot.hpp"

#include "base/text.hpp"
#include "glibpp/ptr.hpp"

#include <string_view>

namespace cppsecret::glibpp {

namespace {

/// More than this of another process's text is not for a person to read.
constexpr std::size_t longest_message = 500;

bool is_inside_character(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

} // namespace

std::string ErrorSlot::message()
{
    g_dbus_error_strip_remote_error(error_);
    const std::string_view text(error_->message);
    if (text.size() <= longest_message)
        return one_line(text);
    std::size_t length = longest_message;
    while (length > 0 && is_inside_character(text[length]))
        --length;
    return one_line(text.substr(0, length)) + "…";
}

std::string ErrorSlot::remote_name() const
{
    const CharPtr name(error_ ? g_dbus_error_get_remote_error(error_) : nullptr);
    return name ? name.get() : "";
}

} // namespace cppsecret::glibpp
