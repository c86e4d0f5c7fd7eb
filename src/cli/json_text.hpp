// SPDX-License-Identifier: MIT
// How --json is printed.
#pragma once

#include <string>

namespace cppsecret::cli {

/// The text of a JSON value, indented, with a newline; bytes that are not UTF-8 become U+FFFD.
template <typename Json>
[[nodiscard]] std::string json_text(const Json &value)
{
    return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// null for an empty text.
template <typename Json>
[[nodiscard]] Json text_or_null(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace cppsecret::cli
