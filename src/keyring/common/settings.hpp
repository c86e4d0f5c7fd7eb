// SPDX-License-Identifier: MIT
// What the environment says about keyrings.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// The settings of the CPPSECRET_* environment variables.
struct Settings {
    /// CPPSECRET_TIMEOUT, in whole seconds: how long one call may take, with a prompt or without.
    std::optional<std::chrono::seconds> timeout;
    /// CPPSECRET_COLLECTION: alias or label of the collection to use; empty for the default one.
    std::string collection;

    /// How long a call may take that asks nobody (default 10 s).
    [[nodiscard]] std::chrono::milliseconds limit_without_prompt() const noexcept;
    /// How long a call may take once a person is asked (default 60 s).
    [[nodiscard]] std::chrono::milliseconds limit_with_prompt() const noexcept;
};

/// Reads the environment of the process. Throws Error(Errc::Usage) naming the variable that is
/// wrong.
[[nodiscard]] Settings settings_from_environment();

/// The number of seconds in `text`, from 1 to 3600; nothing for anything else.
[[nodiscard]] std::optional<std::chrono::seconds> parse_timeout(std::string_view text) noexcept;

} // namespace cppsecret::keyring
