// SPDX-License-Identifier: MIT
// What a server says in WWW-Authenticate: how it wants to be shown a login.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::registry {

/// One challenge (RFC 9110, section 11.3): a scheme and either parameters or one value.
struct Challenge {
    std::string scheme; ///< in lower case
    std::string value;  ///< token68; empty if there is none
    /// Names in lower case, values without quotes and escapes, in the order of the header.
    std::vector<std::pair<std::string, std::string>> parameters;

    /// The first parameter of this name (lower case); nothing if there is none.
    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;

    friend bool operator==(const Challenge &, const Challenge &) = default;
};

/// The challenges of one header field, which may hold several; whatever the schemes are called.
/// Never throws for what a server may send: at the first thing that is none of the grammar it
/// stops, and what was whole before is returned. A value that is neither quoted nor a token (an
/// address without quotes) is taken up to the next comma or blank, since servers write that.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view header);

} // namespace cppsecret::registry
