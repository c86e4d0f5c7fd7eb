// SPDX-License-Identifier: MIT
// Findings as lines.
#pragma once

#include "machine/finding.hpp"
#include "support/home.hpp"

#include <string>

namespace cppsecret::test {

/// "SEVERITY CHECK: WHAT $ COMMAND" for each.
inline std::string lines_of(const machine::Findings &findings, const Home &home)
{
    std::string text;
    for (const machine::Finding &finding : findings)
        text += std::string(word_for(finding.severity)) + " " + word_for(finding.check) + ": " +
                finding.what + (finding.command.empty() ? "" : " $ " + finding.command.text()) +
                "\n";
    return home.shortened(text);
}

} // namespace cppsecret::test
