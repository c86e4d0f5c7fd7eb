// SPDX-License-Identifier: MIT
#include "cli/terminal/table.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string_view>

namespace cppsecret::cli {

namespace {

/// The number of characters of UTF-8 text: of its bytes that do not continue one.
std::size_t width_of(std::string_view text) noexcept
{
    constexpr unsigned continuation_mask = 0xC0;
    constexpr unsigned continuation = 0x80;
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & continuation_mask) != continuation;
    }));
}

} // namespace

std::string format_table(const std::vector<TableRow> &rows)
{
    std::vector<std::size_t> widths;
    for (const TableRow &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], width_of(row[column]));
    }
    std::string text;
    for (const TableRow &row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            line += one_line(row[column]);
            line.append(widths[column] - width_of(row[column]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1); // npos + 1 is 0
        text += line + '\n';
    }
    return text;
}

} // namespace cppsecret::cli
