// SPDX-License-Identifier: MIT
// A search for a login in words.
#pragma once

#include "authfile/lookup.hpp"

#include <string>

namespace cppsecret::cli {

/// Where a step looked: "'quay.io' in credHelpers of '/home/…/auth.json'".
[[nodiscard]] std::string place_of(const authfile::Step &step);

/// How a step ended, and why.
[[nodiscard]] std::string result_of(const authfile::Step &step);

/// The end of a search in one line. Of several places where the tool asks for an image, an error or
/// the lack of a login is about this one alone.
[[nodiscard]] std::string summary_of(const authfile::Trace &trace, bool is_only_place = true);

// The words of --json.
[[nodiscard]] const char *word_for(authfile::Source source) noexcept;
[[nodiscard]] const char *word_for(authfile::StepResult result) noexcept;
[[nodiscard]] const char *word_for(authfile::Outcome outcome) noexcept;

} // namespace cppsecret::cli
