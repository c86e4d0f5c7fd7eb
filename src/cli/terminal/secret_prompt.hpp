// SPDX-License-Identifier: MIT
// Asks a person for a passphrase or a password on the terminal, which does not show it.
#pragma once

#include "base/unique_fd.hpp"
#include "credential/secret_string.hpp"

#include <optional>
#include <string_view>

namespace cppsecret::cli {

/// The terminal of the process (/dev/tty), wherever standard input and output lead. While a
/// question waits the terminal does not echo; whatever ends the wait (an answer, Ctrl-C, Ctrl-Z, a
/// signal from outside) brings its settings back first. After Ctrl-Z and `fg` the question is asked
/// once more.
class SecretPrompt {
public:
    /// Nothing if the process has no terminal.
    [[nodiscard]] static std::optional<SecretPrompt> open() noexcept;

    /// Shows `question` and reads a line, which may be empty. Throws Error(Errc::Dismissed) if the
    /// terminal ends instead (Ctrl-D), Error(Errc::Input) for an answer that a terminal cannot
    /// pass on whole (4096 bytes with its end), Error(Errc::System) if the terminal fails. A signal
    /// is raised again, which may end the program. The answer is any bytes.
    [[nodiscard]] SecretString ask(std::string_view question) const;

    /// For a new secret: asks `question`, then `again`, until both answers are the same. Throws as
    /// ask(), and Error(Errc::Failed) after three pairs that differ.
    [[nodiscard]] SecretString ask_twice(std::string_view question, std::string_view again) const;

private:
    explicit SecretPrompt(UniqueFd terminal) noexcept : terminal_(std::move(terminal)) {}

    UniqueFd terminal_;
};

} // namespace cppsecret::cli
