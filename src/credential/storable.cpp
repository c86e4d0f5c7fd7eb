// SPDX-License-Identifier: MIT
#include "credential/storable.hpp"

#include "base/text.hpp"

namespace cppsecret {

bool is_storable(std::string_view text) noexcept
{
    return !text.empty() && is_utf8(text) && text.find('\0') == std::string_view::npos;
}

bool is_storable(const Credential &credential) noexcept
{
    return is_storable(credential.username) && is_storable(credential.secret.reveal());
}

} // namespace cppsecret
