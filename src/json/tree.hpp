// SPDX-License-Identifier: MIT
// The outer structure of a JSON text, with the place of every key and value in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::json {

enum class Kind { Object, Array, String, Null, Other };

/// A range of bytes: from `begin` up to, not including, `end`.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::string_view of(std::string_view text) const noexcept
    {
        return text.substr(begin, end - begin);
    }
};

/// A value, and its key if it is the member of an object.
struct Node {
    Kind kind = Kind::Other;
    Span span;                         ///< of the value, quotes and brackets included
    Span key_span;                     ///< of the key, quotes included
    std::string key;                   ///< without quotes and escapes
    std::size_t depth = 0;             ///< 0 for the outermost value
    std::vector<std::size_t> children; ///< the members of an object, in their order
};

/// Where a text goes wrong, and how.
struct Problem {
    std::size_t offset = 0;
    std::string what; ///< never quotes the text
};

/// What parse() found. Holds no part of the text but the keys. Members of objects are listed
/// down to the depth that auth files use; what is inside of arrays is not.
struct Tree {
    std::vector<Node> nodes; ///< the first is the outermost value
    /// The first key that occurs twice in its object, at any depth.
    std::optional<Problem> duplicate;

    [[nodiscard]] const Node &root() const { return nodes.front(); }
};

/// The deepest nesting that is accepted; Go's encoding/json has the same limit.
inline constexpr std::size_t depth_limit = 10000;

/// Reads one JSON text (RFC 8259, UTF-8) and nothing else: no byte order mark, comment or trailing
/// comma. Strings are well-formed Unicode; a number may be larger than a double (1e999), but one
/// that a long double cannot hold is taken for no JSON. Returns the first problem in `problem`
/// instead of a tree.
/// Neither the nesting nor the length of the text can exhaust the stack.
[[nodiscard]] std::optional<Tree> parse(std::string_view text, Problem &problem);

/// The part of the text from its start to the end of its first JSON value, whatever follows; empty
/// if there is no such value.
[[nodiscard]] std::string_view first_value(std::string_view text);

} // namespace cppsecret::json
