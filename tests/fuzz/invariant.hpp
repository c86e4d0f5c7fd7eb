// SPDX-License-Identifier: MIT
// What the fuzz targets share.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace cppsecret::test {

[[nodiscard]] inline std::string_view text_of(const std::uint8_t *bytes, std::size_t size)
{
    return {reinterpret_cast<const char *>(bytes), size}; // NOLINT
}

/// Ends the program, which a fuzzer counts as a crash, if an invariant does not hold.
inline void require(bool holds, const char *invariant)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", invariant); // NOLINT
    std::abort();
}

/// What `parse` gives, or nothing if it refuses the input as it should: by Error(Errc::Input) with
/// a message of one line.
template <typename Parse>
[[nodiscard]] auto parsed(Parse parse) -> std::optional<decltype(parse())>
{
    try {
        return parse();
    } catch (const Error &error) {
        require(error.code() == Errc::Input, "a wrong input is told as one");
        const std::string_view message = error.what();
        require(!message.empty() && message.find('\n') == std::string_view::npos,
                "the message is one line");
        return std::nullopt;
    }
}

} // namespace cppsecret::test
