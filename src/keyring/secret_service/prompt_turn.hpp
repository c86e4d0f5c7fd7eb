// SPDX-License-Identifier: MIT
// Whose turn it is to ask a person, among all processes of that person.
#pragma once

#include "base/file_lock.hpp"
#include "keyring/secret_service/prompt.hpp"
#include "keyring/secret_service/provider.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// What the process that asked last leaves in the lock file for those that come after it.
struct PromptNote {
    std::string bus;       ///< GUID of the session bus
    std::int64_t time = 0; ///< milliseconds of the steady clock, which all processes share
    int code = 0;          ///< an Errc: why nothing came of it

    /// One line of ASCII, for parse().
    [[nodiscard]] std::string text() const;
    /// What it can make of `text`; a field that is not there is empty, or 0.
    [[nodiscard]] static PromptNote parse(std::string_view text);
};

/// The right to ask a person, which at most one process holds at a time. Without a folder for the
/// lock everybody has it: better two prompts than none.
class PromptTurn {
public:
    /// Waits for it, as long as a person may be asked, and gives the provider's loop as long once
    /// more for the prompt. Throws as FileLock.
    PromptTurn(Provider &provider, const Request &request);

    /// Throws the refusal or the time-out that another process met while this one waited, an Error
    /// with Dismissed, Locked or TimedOut; Error(Errc::System) if its note cannot be read.
    void share_outcome_of_others(const Request &request) const;

    /// Leaves this failure to those that wait, if it can: without it they ask for themselves.
    void leave_outcome(Errc code) const noexcept;

private:
    std::string bus_;
    std::int64_t began_waiting_;
    std::optional<FileLock> lock_;
};

} // namespace cppsecret::keyring
