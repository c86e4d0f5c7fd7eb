// SPDX-License-Identifier: MIT
#include "keyring/common/settings.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"

#include <charconv>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds default_without_prompt{10};
constexpr std::chrono::seconds default_with_prompt{60};

} // namespace

std::chrono::milliseconds Settings::limit_without_prompt() const noexcept
{
    return timeout.value_or(default_without_prompt);
}

std::chrono::milliseconds Settings::limit_with_prompt() const noexcept
{
    return timeout.value_or(default_with_prompt);
}

std::optional<std::chrono::seconds> parse_timeout(std::string_view text) noexcept
{
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > 3600)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

Settings settings_from_environment()
{
    Settings settings;
    if (const auto timeout = environment("CPPSECRET_TIMEOUT")) {
        settings.timeout = parse_timeout(*timeout);
        if (!settings.timeout)
            throw Error(Errc::Usage, "CPPSECRET_TIMEOUT is not a number of seconds from 1 to 3600",
                        "set it to a whole number, or unset it", "CPPSECRET_TIMEOUT");
    }
    settings.collection = environment("CPPSECRET_COLLECTION").value_or("");
    return settings;
}

} // namespace cppsecret::keyring
