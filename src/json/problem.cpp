// SPDX-License-Identifier: MIT
#include "json/problem.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace cppsecret::json {

namespace {

constexpr std::string_view white_space = " \t\n\r";

std::size_t skip_white_space(std::string_view text, std::size_t offset) noexcept
{
    return std::min(text.find_first_not_of(white_space, offset), text.size());
}

/// What is wrong at `offset`, which is inside of a string.
Problem explain_string(std::string_view text, std::size_t offset)
{
    if (offset >= text.size())
        return {text.size(), "the file ends within a text"};
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x20)
        return {offset, "a line break or another control character within a text"};
    // a sequence that is cut short is noticed at the byte behind it
    const bool is_behind_sequence = (static_cast<unsigned char>(text[offset - 1]) & 0x80) != 0;
    if (byte >= 0x80 || is_behind_sequence)
        return {offset, "bytes that are not valid UTF-8"};
    return {offset, "an escape that JSON does not have"};
}

} // namespace

Problem explain_problem(std::string_view text, std::size_t read_end, std::size_t bytes_read,
                        bool is_done)
{
    const std::size_t noticed = bytes_read == 0 ? 0 : bytes_read - 1;
    std::size_t start = skip_white_space(text, read_end);
    const bool has_comma = start < text.size() && text[start] == ',';
    const bool has_separator = has_comma || (start < text.size() && text[start] == ':');
    if (is_done && start < text.size())
        return {start, text[start] == '/' || text[start] == '#'
                           ? "a comment; JSON has none"
                           : "something after the end of the document"};
    const std::size_t separator = start;
    if (has_separator && noticed > start)
        start = skip_white_space(text, start + 1);
    if (start >= text.size())
        return {text.size(), "the file ends too early"};
    switch (text[start]) {
    case '/':
    case '#':
        return {start, "a comment; JSON has none"};
    case '\'':
        return {start, "single quotes; JSON has double ones"};
    case '}':
    case ']':
        if (has_comma)
            return {separator, "a comma with nothing after it"};
        return {start, "a closing bracket where none is expected"};
    case '"': {
        const auto token = text.substr(start, std::max(noticed, start) + 1 - start);
        if (nlohmann::json::accept(token.begin(), token.end())) // a string that is in order
            return {start, "a text where none is expected, or a comma or colon is missing before"};
        return explain_string(text, noticed);
    }
    default:
        return {start, "something that is not JSON"};
    }
}

std::string object_before(std::string_view text, std::size_t offset)
{
    std::string_view rest = text.substr(0, offset);
    for (auto brace = rest.rfind('{'); brace != std::string_view::npos; brace = rest.rfind('{')) {
        rest = rest.substr(0, brace);
        const std::string_view colon = rest.substr(0, rest.find_last_not_of(white_space) + 1);
        if (!colon.ends_with(':'))
            continue;
        const std::string_view before = colon.substr(0, colon.size() - 1);
        const std::string_view key = before.substr(0, before.find_last_not_of(white_space) + 1);
        if (key.size() < 2 || !key.ends_with('"'))
            continue;
        auto begin = key.rfind('"', key.size() - 2);
        while (begin != std::string_view::npos && begin > 0 && key[begin - 1] == '\\')
            begin = key.rfind('"', begin - 1);
        if (begin != std::string_view::npos)
            return std::string(key.substr(begin + 1, key.size() - begin - 2));
    }
    return {};
}

} // namespace cppsecret::json
