// SPDX-License-Identifier: MIT
// Something that a person should know about a change.
#pragma once

#include <string>

namespace cppsecret::setup {

struct Warning {
    std::string message;
    std::string hint = {}; ///< what to do about it; empty if nothing has to be done

    friend bool operator==(const Warning &, const Warning &) = default;
};

} // namespace cppsecret::setup
