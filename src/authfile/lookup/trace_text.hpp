// SPDX-License-Identifier: MIT
// A search for a login in words.
#pragma once

#include "authfile/lookup/lookup.hpp"

#include <string>

namespace cppsecret::authfile {

/// Where a step looked: "'quay.io' in credHelpers of '/home/…/auth.json'".
[[nodiscard]] std::string place_of(const Step &step);

/// How a step ended, and why.
[[nodiscard]] std::string result_of(const Step &step);

/// The end of a search in one line. Of several places where the tool asks for an image, an error or
/// the lack of a login is about this one alone.
[[nodiscard]] std::string summary_of(const Trace &trace, bool is_only_place = true);

// The words of --json.
[[nodiscard]] const char *word_for(Source source) noexcept;
[[nodiscard]] const char *word_for(StepResult result) noexcept;
[[nodiscard]] const char *word_for(Outcome outcome) noexcept;

} // namespace cppsecret::authfile
