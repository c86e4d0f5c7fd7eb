// SPDX-License-Identifier: MIT
#include "base/shell_word.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstddef>

namespace cppsecret {

namespace {

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789_";

constexpr std::string_view other_harmless = "-+=./:@%,";

bool is_harmless(std::string_view text)
{
    return text.find_first_of('=') != 0 && // zsh takes what follows it for a program
           std::all_of(text.begin(), text.end(), [](char c) {
               return name_characters.find(c) != std::string_view::npos ||
                      other_harmless.find(c) != std::string_view::npos;
           });
}

/// The bytes that mean something, to a shell or to printf, by their numbers. (An interactive shell
/// knows more than single quotes hide here: bash's `!`.)
std::string printed(std::string_view text)
{
    std::string word = "\"$(printf '";
    for (const char c : text) {
        const auto digit = [byte = static_cast<unsigned char>(c)](int shift) {
            return static_cast<char>('0' + (byte >> shift & 7));
        };
        if (name_characters.find(c) != std::string_view::npos || c == '/' || c == '.')
            word += c;
        else
            word.append({'\\', digit(6), digit(3), digit(0)});
    }
    return word + "')\"";
}

std::string quoted(std::string_view text)
{
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

/// The length of what a shell expands at the start of a path.
std::size_t expanded_length(std::string_view path)
{
    const auto name_end = [path](std::size_t start) {
        return std::min(path.find_first_not_of(name_characters, start), path.size());
    };
    if (path.starts_with('~')) {
        const std::size_t end = std::min(path.find('/'), path.size());
        return is_harmless(path.substr(1, end - 1)) ? end : 0;
    }
    const std::size_t start = path.starts_with("${") ? 2 : 1;
    const std::size_t end = name_end(start);
    if (!path.starts_with('$') || end == start)
        return 0;
    return start == 1 ? end : path.substr(end, 1) == "}" ? end + 1 : 0;
}

} // namespace

std::string shell_word(std::string_view text)
{
    if (text.ends_with('\n') || text.find('\0') != std::string_view::npos)
        return {};
    if (one_line(text) != text)
        return printed(text);
    return !text.empty() && is_harmless(text) ? std::string(text) : quoted(text);
}

std::string expanding_shell_word(std::string_view path)
{
    const std::size_t length = expanded_length(path);
    if (length == 0)
        return shell_word(path);
    const bool is_variable = path.front() == '$';
    const std::string start(path.substr(0, length));
    const std::string_view rest = path.substr(length);
    if (is_variable && is_harmless(rest))
        return "\"" + std::string(path) + "\"";
    const std::string slash =
        rest.starts_with('/') ? "/" : ""; // a shell expands ~ up to a bare one
    const std::string_view below = rest.substr(slash.size());
    const std::string word = below.empty() ? std::string() : shell_word(below);
    if (word.empty() != below.empty())
        return {};
    return (is_variable ? "\"" + start + "\"" : start) + slash + word;
}

} // namespace cppsecret
