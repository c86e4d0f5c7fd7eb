// SPDX-License-Identifier: MIT
#include "credential/storable.hpp"

#include "base/text.hpp"

namespace cppsecret {

std::optional<StorageFault> storage_fault_of(std::string_view text) noexcept
{
    if (text.empty())
        return StorageFault::Empty;
    if (text.find('\0') != std::string_view::npos)
        return StorageFault::HasNul;
    if (!is_utf8(text))
        return StorageFault::NotUtf8;
    return std::nullopt;
}

bool is_storable(std::string_view text) noexcept
{
    return !storage_fault_of(text);
}

bool is_storable(const Credential &credential) noexcept
{
    return is_storable(credential.server) && is_storable(credential.username) &&
           is_storable(credential.secret.reveal());
}

bool ends_in_line_break(std::string_view secret) noexcept
{
    return secret.ends_with('\n') || secret.ends_with('\r');
}

} // namespace cppsecret
