// SPDX-License-Identifier: MIT
// The corpus: auth files of the shapes that tools write.
#pragma once

#include "authfile/files/document.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace cppsecret::test {

struct Sample {
    std::string name;
    std::string text;
};

/// All files, by their names.
inline const std::vector<Sample> &corpus()
{
    static const std::vector<Sample> samples = [] {
        const char *folder = std::getenv("CPPSECRET_TEST_CORPUS");
        REQUIRE(folder != nullptr);
        std::vector<Sample> found;
        for (const auto &entry : std::filesystem::directory_iterator(folder))
            found.push_back({entry.path().filename(), read_text(entry.path())});
        std::sort(found.begin(), found.end(),
                  [](const Sample &a, const Sample &b) { return a.name < b.name; });
        return found;
    }();
    return samples;
}

inline authfile::Document parse_sample(std::string_view text)
{
    return authfile::Document::parse(SecretString(text), "sample.json",
                                     authfile::Format::DockerConfig);
}

/// Whether `credHelpers` is there without an entry; then it stays so after an edit and its undo.
inline authfile::WhenEmpty kept_section(std::string_view text)
{
    const auto document = nlohmann::json::parse(text);
    const bool is_empty = document.contains("credHelpers") && document["credHelpers"].empty();
    return is_empty ? authfile::WhenEmpty::Keep : authfile::WhenEmpty::Remove;
}

} // namespace cppsecret::test
