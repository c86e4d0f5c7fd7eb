// SPDX-License-Identifier: MIT
// Something that was found about a machine's logins, and what a person can do about it.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace cppsecret::machine {

enum class Severity {
    Ok,      ///< as it should be, and worth knowing
    Warning, ///< works, but not as safely or as simply as it could
    Error,   ///< a tool fails, or loses logins
};

/// "ok", "warning" or "error": a word of --json.
[[nodiscard]] const char *word_for(Severity severity) noexcept;

/// All texts are for a person, lower case, without full stop, and never hold a secret.
struct Finding {
    Severity severity = Severity::Ok;
    const char *check = ""; ///< what it is about, a word of --json
    std::string what = {};
    std::string why = {};     ///< why it matters
    std::string advice = {};  ///< what to do, in words, if the command does not say it
    std::string command = {}; ///< mends it: a line for a shell; empty if no command can

    /// What to do, in one line.
    [[nodiscard]] const std::string &hint() const noexcept
    {
        return advice.empty() ? command : advice;
    }
};

using Findings = std::vector<Finding>;

/// The command, with "sudo" before it for anybody but root.
[[nodiscard]] std::string as_root(const std::string &command);

/// The same for this user, whoever runs the process.
[[nodiscard]] std::string as_root(const std::string &command, uid_t user);

/// The command that opens a file in the person's editor.
[[nodiscard]] std::string edit_command(const std::string &file);

} // namespace cppsecret::machine
