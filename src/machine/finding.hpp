// SPDX-License-Identifier: MIT
// Something that was found about a machine's logins, and what a person can do about it.
#pragma once

#include "base/command.hpp"
#include "base/error.hpp"

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

/// What a finding is about.
enum class Check {
    Sudo,        ///< whether it runs under sudo
    Home,        ///< whose HOME is
    Runtime,     ///< the folder of the session
    Environment, ///< variables that tools read
    Choice,      ///< which keyring is used, and why
    Bus,         ///< the session bus
    Provider,    ///< who provides the keyring
    Keyring,     ///< whether it can be used
    Both,        ///< logins in both kinds of keyring
    Spelling,    ///< logins in the keyring that one spelling alone finds
    Helper,      ///< our helper in PATH
    Units,       ///< PATH of systemd's units
    Owner,       ///< who owns an auth file
    File,        ///< an auth file, as a whole
    Keys,        ///< what an auth file holds beside logins
    Logins,      ///< how many there are
    Plain,       ///< logins in plain text
    Mode,        ///< who may read an auth file
    Shadowed,    ///< logins that no tool finds
    Dangling,    ///< a helper that is not there, or has no login
    CredsStore,  ///< a credsStore that a tool does not heed
    Registries,  ///< registries.conf
    Url,         ///< an entry that names a URL
    Foreign,     ///< an entry of another helper
    NextLogin,   ///< where the next login goes
    PodmanApi,   ///< whose logins podman's API service uses
    Version,     ///< a tool whose version is unknown
};

/// "sudo", "next-login", …: a word of --json.
[[nodiscard]] const char *word_for(Check check) noexcept;

/// All texts are for a person, lower case, without full stop, and never hold a secret.
struct Finding {
    Severity severity = Severity::Ok;
    Check check = {};
    std::string what = {};
    std::string why = {};    ///< why it matters
    std::string advice = {}; ///< what to do, in words, if the command does not say it
    Command command = {};    ///< mends it; none if no command can

    /// What to do, in one line.
    [[nodiscard]] std::string hint() const { return advice.empty() ? command.text() : advice; }
};

using Findings = std::vector<Finding>;

/// Gives a finding the hint of the problem that it is about as its advice, unless the hint is the
/// command, and command_against() it.
void take_advice(Finding &finding, const Error &problem);

/// The command, with sudo for anybody but root.
[[nodiscard]] Command as_root(const Command &command);

/// The same for this user, whoever runs the process.
[[nodiscard]] Command as_root(const Command &command, uid_t user);

/// The command that opens a file in the person's editor.
[[nodiscard]] Command edit_command(const std::string &file);

/// The command that mends what an error is about: a file, or a variable that names one; none if no
/// line does.
[[nodiscard]] Command command_against(const Error &error);

} // namespace cppsecret::machine
