// SPDX-License-Identifier: MIT
#include "client/variables.hpp"

#include <algorithm>
#include <string_view>

#include <unistd.h>

namespace cppsecret::client {

std::vector<char *> environment_with(std::vector<std::string> &variables)
{
    std::vector<char *> all;
    for (char **variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        const std::string_view name = text.substr(0, text.find('=') + 1);
        const bool is_replaced =
            std::any_of(variables.begin(), variables.end(),
                        [name](const std::string &other) { return other.starts_with(name); });
        if (!is_replaced)
            all.push_back(*variable);
    }
    for (std::string &variable : variables)
        all.push_back(variable.data());
    all.push_back(nullptr);
    return all;
}

} // namespace cppsecret::client
