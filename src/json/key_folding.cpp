// SPDX-License-Identifier: MIT
#include "json/key_folding.hpp"

#include "base/text.hpp"

#include <string>

namespace cppsecret::json {

namespace {

/// `text` with every `from` as `to`.
std::string replace_all(std::string_view text, std::string_view from, std::string_view to)
{
    std::string replaced;
    replaced.reserve(text.size());
    for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
        replaced.append(text.substr(0, at)).append(to);
        text.remove_prefix(at + from.size());
    }
    return replaced.append(text);
}

} // namespace

bool is_same_key(std::string_view key, std::string_view lower)
{
    // the two letters that Unicode's case folding turns into ASCII: long s and the Kelvin sign
    return replace_all(replace_all(to_lower(key), "\u017f", "s"), "\u212a", "k") == lower;
}

} // namespace cppsecret::json
