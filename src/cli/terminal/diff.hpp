// SPDX-License-Identifier: MIT
// The difference of two texts, for a person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::cli {

/// A line of it, without the newline.
struct DiffLine {
    enum class Kind {
        Same,
        Removed,
        Added,
        Gap, ///< lines that are the same were left out
    };

    Kind kind = Kind::Same;
    std::string text;

    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

/// What has to be removed and added to get from one text to the other, with up to `context` lines
/// that stay around each change; empty if they are the same. The shortest way, but where
/// thousands of lines differ.
[[nodiscard]] std::vector<DiffLine> diff(std::string_view before, std::string_view after,
                                         std::size_t context = 3);

} // namespace cppsecret::cli
