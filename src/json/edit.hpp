// SPDX-License-Identifier: MIT
// Changes to the members of JSON objects that leave every other byte of the text alone.
#pragma once

#include "credential/secret_string.hpp"
#include "json/tree.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::json {

/// How a text is laid out.
struct Style {
    std::string newline;   ///< empty if all is on one line
    std::string indent;    ///< of one level
    std::string colon;     ///< with the blanks around it
    std::string separator; ///< between members on one line, ", " or ","
};

/// The style of the outermost value, which is an object; that of docker and podman if it has no
/// members.
[[nodiscard]] Style style_of(std::string_view text, const Tree &tree);

/// A key, not yet encoded, and its value as JSON.
using Members = std::vector<std::pair<std::string, std::string>>;

/// The text of an object at `depth` (0 for the outermost) with these members. Throws
/// Error(Errc::Input) for a key that is not UTF-8.
[[nodiscard]] std::string render_object(const Members &members, const Style &style,
                                        std::size_t depth);

/// A piece of the text and what stands there afterwards.
struct Splice {
    Span span;
    std::string text;
};

/// Takes members (by their nodes) out of the object `object` of the tree and adds others behind
/// the rest, with the white space that the object has between its members. Throws as
/// render_object().
[[nodiscard]] std::vector<Splice> edit_object(std::string_view text, const Tree &tree,
                                              const Node &object,
                                              const std::set<std::size_t> &removed,
                                              const Members &added, const Style &style);

/// The text with the splices made; they are within it and do not overlap, in any order.
[[nodiscard]] SecretString apply_splices(std::string_view text, std::vector<Splice> splices);

} // namespace cppsecret::json
