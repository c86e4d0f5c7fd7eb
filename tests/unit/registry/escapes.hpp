// SPDX-License-Identifier: MIT
// libcurl's escapes as tests compare them.
#pragma once

#include <cctype>
#include <cstddef>
#include <string>

/// Gives this address or form with its escapes in capitals, as libcurl 8.22 writes them: 7.88
/// writes `%3a` where that writes `%3A`, which means the same.
[[nodiscard]] inline std::string with_capital_escapes(std::string text)
{
    for (std::size_t at = 0; (at = text.find('%', at)) != std::string::npos; ++at)
        for (std::size_t digit = at + 1; digit <= at + 2 && digit < text.size(); ++digit)
            text[digit] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[digit])));
    return text;
}
