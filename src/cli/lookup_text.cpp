// SPDX-License-Identifier: MIT
#include "cli/lookup_text.hpp"

#include "base/text.hpp"

namespace cppsecret::cli {

namespace {

std::string result_of(const setup::CheckedLookup &lookup)
{
    if (lookup.user)
        return "user '" + one_line(*lookup.user) + "' from the keyring";
    return "the keyring is asked; " +
           (lookup.unknown.empty() ? std::string("it has no login yet") : lookup.unknown);
}

} // namespace

std::string text_of(const std::vector<setup::CheckedLookup> &lookups)
{
    std::string text;
    for (const setup::CheckedLookup &lookup : lookups)
        text += lookup.tools + ": " + lookup.host + ": " + result_of(lookup) + "\n";
    return text;
}

} // namespace cppsecret::cli
