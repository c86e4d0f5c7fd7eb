// SPDX-License-Identifier: MIT
// What planned edits make of the files of a home.
#pragma once

#include "setup/file_edits.hpp"
#include "setup/warning.hpp"
#include "support/home.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace cppsecret::test {

/// A home in which our helper is installed.
struct Machine : Home {
    Machine()
    {
        install("docker-credential-cppsecret");
        install("docker-credential-cppsecret-containers");
    }
};

inline void connect_podman(Home &home)
{
    home.write(".config/containers/podman-connections.json",
               R"({"Connection": {"Connections": {"vm": {}}}})");
}

/// Makes them: "PATH: TEXT" for each file that was shown before, and has this text now; of JSON
/// without blanks.
inline std::string made(const setup::FileEdits &edits, const Home &home)
{
    const std::vector<setup::FileChange> shown = edits.preview();
    edits.make();
    std::string text;
    for (const setup::FileChange &change : shown) {
        const bool is_there = std::filesystem::exists(change.path);
        std::string now = is_there ? read_text(change.path) : std::string("gone");
        if (change.path.ends_with(".json"))
            std::erase_if(now, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
        text += change.path + ": " + now + "\n";
    }
    CHECK(edits.preview().empty()); // a second time nothing is left to do
    return home.shortened(text);
}

/// A line for each.
inline std::string lines_of(const std::vector<setup::Warning> &warnings, const Home &home)
{
    std::string text;
    for (const setup::Warning &warning : warnings)
        text += warning.message + (warning.hint.empty() ? "" : "; " + warning.hint) + "\n";
    return home.shortened(text);
}

} // namespace cppsecret::test
