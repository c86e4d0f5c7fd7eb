// SPDX-License-Identifier: MIT
#include "cli/terminal/diff.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace cppsecret::cli {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::span<const std::string_view>;

/// Beyond so many pairs of lines the shortest way is not worth its time and memory.
constexpr std::size_t most_pairs = 4'000'000;

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

/// For each two tails of the texts how many lines they can share, one after another.
class SharedTails {
public:
    SharedTails(Lines before, Lines after)
        : width_(after.size() + 1), counts_((before.size() + 1) * width_)
    {
        for (std::size_t i = before.size(); i-- > 0;)
            for (std::size_t j = after.size(); j-- > 0;)
                counts_[i * width_ + j] = before[i] == after[j]
                                              ? of(i + 1, j + 1) + 1
                                              : std::max(of(i + 1, j), of(i, j + 1));
    }

    /// Of the tails that begin at these lines.
    [[nodiscard]] std::uint32_t of(std::size_t i, std::size_t j) const
    {
        return counts_[i * width_ + j];
    }

private:
    std::size_t width_;
    std::vector<std::uint32_t> counts_;
};

void add_difference(std::vector<DiffLine> &result, Lines before, Lines after)
{
    std::size_t i = 0;
    std::size_t j = 0;
    if (before.size() * after.size() <= most_pairs) {
        const SharedTails shared(before, after);
        while (i < before.size() && j < after.size()) {
            if (before[i] == after[j]) {
                add(result, Kind::Same, before.subspan(i++, 1));
                ++j;
            } else if (shared.of(i + 1, j) >= shared.of(i, j + 1)) {
                add(result, Kind::Removed, before.subspan(i++, 1));
            } else {
                add(result, Kind::Added, after.subspan(j++, 1));
            }
        }
    }
    add(result, Kind::Removed, before.subspan(i));
    add(result, Kind::Added, after.subspan(j));
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
    add_difference(result, rest_before.first(rest_before.size() - tail),
                   rest_after.first(rest_after.size() - tail));
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
