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

} // namespace

std::optional<uid_t> map_uid_to_parent(std::string_view uid_map, uid_t uid) noexcept
{
    while (!uid_map.empty()) {
        const auto end = std::min(uid_map.find('\n'), uid_map.size());
        std::string_view line = uid_map.substr(0, end);
        uid_map.remove_prefix(std::min(end + 1, uid_map.size()));
        const auto inside = take_number(line);
        const auto outside = take_number(line);
        const auto count = take_number(line);
        if (inside && outside && count && uid >= *inside && uid - *inside < *count)
            return static_cast<uid_t>(*outside + (uid - *inside));
    }
    return std::nullopt;
}

uid_t real_uid()
{
    const uid_t uid = ::geteuid();
    const UniqueFd file(::open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC));
    if (!file)
        return uid;
    std::array<char, 4096> text{}; // a map has at most 340 lines, those that matter come first
    const auto size = read_fully(file.get(), text);
    return map_uid_to_parent({text.data(), size}, uid).value_or(uid);
}

} // namespace cppsecret
