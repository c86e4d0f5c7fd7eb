// SPDX-License-Identifier: MIT
#include "cli/terminal/diff.hpp"

#include <algorithm>
#include <span>

namespace cppsecret::cli {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::span<const std::string_view>;

/// Beyond so many removed and added lines the shortest way is not worth its time.
constexpr std::ptrdiff_t longest_way = 1000;

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        lines.push_back(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
    }
    return lines;
}

void add(std::vector<DiffLine> &result, Kind kind, Lines lines)
{
    for (const std::string_view line : lines)
        result.push_back({kind, std::string(line)});
}

/// Myers' greedy search ("An O(ND) Difference Algorithm and Its Variations", 1986). Row d of
/// `reached` holds, for every diagonal k = -d, -d+2 … d, how far down `before` a way with d changes
/// leads. Returns false if the way is too long.
bool search(Lines before, Lines after, std::vector<std::vector<std::ptrdiff_t>> &reached)
{
    const std::ptrdiff_t rows = std::ssize(before);
    const std::ptrdiff_t columns = std::ssize(after);
    std::vector<std::ptrdiff_t> furthest(2 * longest_way + 3, 0);
    const auto at = [&](std::ptrdiff_t k) -> std::ptrdiff_t & {
        return furthest[static_cast<std::size_t>(k + longest_way + 1)];
    };
    for (std::ptrdiff_t d = 0; d <= longest_way; ++d) {
        std::vector<std::ptrdiff_t> &row = reached.emplace_back();
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            const bool is_down = k == -d || (k != d && at(k - 1) < at(k + 1));
            std::ptrdiff_t x = is_down ? at(k + 1) : at(k - 1) + 1;
            while (x < rows && x - k < columns &&
                   before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(x - k)])
                ++x;
            at(k) = x;
            row.push_back(x);
            if (x >= rows && x - k >= columns)
                return true;
        }
    }
    return false;
}

/// Walks the way back that search() found; the lines come out in reverse.
std::vector<DiffLine> walk_back(Lines before, Lines after,
                                const std::vector<std::vector<std::ptrdiff_t>> &reached)
{
    std::vector<DiffLine> way;
    std::ptrdiff_t x = std::ssize(before);
    std::ptrdiff_t y = std::ssize(after);
    const auto line = [](Lines lines, std::ptrdiff_t i) {
        return std::string(lines[static_cast<std::size_t>(i)]);
    };
    for (std::ptrdiff_t d = std::ssize(reached) - 1; d > 0; --d) {
        const auto &row = reached[static_cast<std::size_t>(d - 1)];
        const auto x_of = [&](std::ptrdiff_t k) {
            return row[static_cast<std::size_t>((k + d - 1) / 2)];
        };
        const std::ptrdiff_t k = x - y;
        const bool is_down = k == -d || (k != d && x_of(k - 1) < x_of(k + 1));
        const std::ptrdiff_t start = is_down ? x_of(k + 1) : x_of(k - 1) + 1;
        for (; x > start; --x, --y)
            way.push_back({Kind::Same, line(before, x - 1)});
        if (is_down)
            way.push_back({Kind::Added, line(after, --y)});
        else
            way.push_back({Kind::Removed, line(before, --x)});
    }
    for (; x > 0; --x)
        way.push_back({Kind::Same, line(before, x - 1)});
    return way;
}

/// All lines, also those that stay.
std::vector<DiffLine> whole_diff(Lines before, Lines after)
{
    const auto head = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first -
        before.begin());
    std::vector<DiffLine> result;
    add(result, Kind::Same, before.first(head));
    const Lines rest_before = before.subspan(head);
    const Lines rest_after = after.subspan(head);
    const auto tail =
        static_cast<std::size_t>(std::mismatch(rest_before.rbegin(), rest_before.rend(),
                                               rest_after.rbegin(), rest_after.rend())
                                     .first -
                                 rest_before.rbegin());
    const Lines middle_before = rest_before.first(rest_before.size() - tail);
    const Lines middle_after = rest_after.first(rest_after.size() - tail);
    std::vector<std::vector<std::ptrdiff_t>> reached;
    if (search(middle_before, middle_after, reached)) {
        std::vector<DiffLine> way = walk_back(middle_before, middle_after, reached);
        std::move(way.rbegin(), way.rend(), std::back_inserter(result));
    } else {
        add(result, Kind::Removed, middle_before);
        add(result, Kind::Added, middle_after);
    }
    add(result, Kind::Same, rest_before.last(tail));
    return result;
}

} // namespace

std::vector<DiffLine> diff(std::string_view before, std::string_view after, std::size_t context)
{
    const std::vector<std::string_view> old_lines = split(before);
    const std::vector<std::string_view> new_lines = split(after);
    std::vector<DiffLine> all = whole_diff(old_lines, new_lines);

    // a line stays if there is a change not further away than `context`
    std::vector<char> is_near(all.size(), 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind == Kind::Same)
            continue;
        const std::size_t first = i - std::min(i, context);
        const std::size_t end = std::min(i + context + 1, all.size());
        std::fill(is_near.begin() + static_cast<std::ptrdiff_t>(first),
                  is_near.begin() + static_cast<std::ptrdiff_t>(end), 1);
    }
    std::vector<DiffLine> result;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_near[i] == 0)
            continue;
        if (i > 0 && is_near[i - 1] == 0)
            result.push_back({Kind::Gap, {}});
        result.push_back(std::move(all[i]));
    }
    return result;
}

} // namespace cppsecret::cli
