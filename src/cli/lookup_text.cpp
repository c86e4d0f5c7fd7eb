// SPDX-License-Identifier: MIT
#include "cli/lookup_text.hpp"

#include "base/text.hpp"

namespace cppsecret::cli {

std::string text_of(const std::vector<setup::CheckedLookup> &lookups)
{
    std::string text;
    for (const setup::CheckedLookup &lookup : lookups)
        text += name_of(lookup.tool) + ": " + lookup.host + ": " +
                (lookup.user ? "user '" + one_line(*lookup.user) + "' from the keyring"
                             : "the keyring is asked; it has no login yet") +
                "\n";
    return text;
}

} // namespace cppsecret::cli
