// SPDX-License-Identifier: MIT
#include "cli/terminal/diff.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::cli;

namespace {

/// The diff with a sign before each line; "~" for a gap.
std::string shown(std::string_view before, std::string_view after, std::size_t context = 3)
{
    std::string text;
    for (const DiffLine &line : diff(before, after, context))
        switch (line.kind) {
        case DiffLine::Kind::Same:
            text += " " + line.text + "\n";
            break;
        case DiffLine::Kind::Removed:
            text += "-" + line.text + "\n";
            break;
        case DiffLine::Kind::Added:
            text += "+" + line.text + "\n";
            break;
        case DiffLine::Kind::Gap:
            text += "~\n";
            break;
        }
    return text;
}

/// How many lines two texts can share, one after another; every way is tried.
std::size_t most_shared(std::string_view before, std::string_view after)
{
    if (before.empty() || after.empty())
        return 0;
    const std::string_view rest_before = before.substr(before.find('\n') + 1);
    const std::string_view rest_after = after.substr(after.find('\n') + 1);
    if (before.front() == after.front())
        return 1 + most_shared(rest_before, rest_after);
    return std::max(most_shared(rest_before, after), most_shared(before, rest_after));
}

/// One side of a diff without gaps.
std::string side(const std::vector<DiffLine> &lines, DiffLine::Kind other)
{
    std::string text;
    for (const DiffLine &line : lines)
        if (line.kind != other)
            text += line.text + "\n";
    return text;
}

} // namespace

TEST_CASE("texts that are the same have no diff")
{
    CHECK(shown("a\nb\n", "a\nb\n").empty());
    CHECK(shown("", "").empty());
}

TEST_CASE("what is added and removed is shown with what is around it")
{
    CHECK(shown("a\nb\nc\n", "a\nx\nc\n") == " a\n-b\n+x\n c\n");
    CHECK(shown("", "a\n") == "+a\n");
    CHECK(shown("a\n", "") == "-a\n");
    CHECK(shown("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", 1) ==
          "~\n 4\n-5\n+x\n 6\n");
    CHECK(shown("a\n1\n2\n3\n4\n5\nb\n", "A\n1\n2\n3\n4\n5\nB\n", 1) ==
          "-a\n+A\n 1\n~\n 5\n-b\n+B\n");
}

TEST_CASE("the diff leads from one text to the other in the shortest way")
{
    std::mt19937 random(1); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same texts every time
    for (int round = 0; round < 500; ++round) {
        std::string before;
        std::string after;
        for (auto count = random() % 12; count > 0; --count)
            before += std::string(1, static_cast<char>('a' + random() % 3)) + "\n";
        for (auto count = random() % 12; count > 0; --count)
            after += std::string(1, static_cast<char>('a' + random() % 3)) + "\n";
        const auto lines = diff(before, after, 100);
        if (before == after) {
            CHECK(lines.empty());
            continue;
        }
        CHECK(side(lines, DiffLine::Kind::Added) == before);
        CHECK(side(lines, DiffLine::Kind::Removed) == after);
        const auto same = std::count_if(lines.begin(), lines.end(), [](const DiffLine &line) {
            return line.kind == DiffLine::Kind::Same;
        });
        CHECK(static_cast<std::size_t>(same) == most_shared(before, after));
    }
}

TEST_CASE("a diff of thousands of lines ends")
{
    std::string before;
    std::string after;
    for (int line = 0; line < 20'000; ++line) {
        before += "old " + std::to_string(line) + "\n";
        after += "new " + std::to_string(line) + "\n";
    }
    CHECK(diff(before, after).size() == 40'000);
}
