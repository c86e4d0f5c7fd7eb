// SPDX-License-Identifier: MIT
#include "base/environment.hpp"

#include <stdlib.h>

namespace cppsecret {

std::optional<std::string> environment(const char *variable)
{
    const char *value = ::secure_getenv(variable);
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    return value;
}

} // namespace cppsecret
