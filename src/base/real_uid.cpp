// SPDX-License-Identifier: MIT
#include "base/real_uid.hpp"

#include "base/io.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret {

namespace {

/// Takes the next number off the front of `line`; nothing if there is none.
std::optional<std::uint64_t> take_number(std::string_view &line) noexcept
{
    line = trim(line);
    std::uint64_t number = 0;
    const auto result = std::from_chars(line.data(), line.data() + line.size(), number);
    if (result.ec != std::errc())
        return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(result.ptr - line.data()));
    return number;
}

/// A line of a map.
struct Range {
    std::uint64_t inside = 0;
    std::uint64_t outside = 0;
    std::uint64_t count = 0;
};

/// Takes lines off the front of `uid_map` up to the next that is a range; nothing behind the last.
std::optional<Range> take_range(std::string_view &uid_map) noexcept
{
    while (!uid_map.empty()) {
        const auto end = std::min(uid_map.find('\n'), uid_map.size());
        std::string_view line = uid_map.substr(0, end);
        uid_map.remove_prefix(std::min(end + 1, uid_map.size()));
        const auto inside = take_number(line);
        const auto outside = take_number(line);
        const auto count = take_number(line);
        if (inside && outside && count)
            return Range{*inside, *outside, *count};
    }
    return std::nullopt;
}

} // namespace

std::optional<uid_t> map_uid_to_parent(std::string_view uid_map, uid_t uid) noexcept
{
    while (const auto range = take_range(uid_map))
        if (uid >= range->inside && uid - range->inside < range->count)
            return static_cast<uid_t>(range->outside + (uid - range->inside));
    return std::nullopt;
}

std::optional<uid_t> map_uid_from_parent(std::string_view uid_map, uid_t uid) noexcept
{
    while (const auto range = take_range(uid_map))
        if (uid >= range->outside && uid - range->outside < range->count)
            return static_cast<uid_t>(range->inside + (uid - range->outside));
    return std::nullopt;
}

std::string uid_map_of_process()
{
    const UniqueFd file(::open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC));
    if (!file)
        return {};
    std::array<char, 16384> text{}; // a map has at most 340 lines
    const auto size = read_fully(file.get(), text);
    return {text.data(), size};
}

uid_t real_uid()
{
    const uid_t uid = ::geteuid();
    return map_uid_to_parent(uid_map_of_process(), uid).value_or(uid);
}

} // namespace cppsecret
