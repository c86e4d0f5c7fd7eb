// SPDX-License-Identifier: MIT
// The one exception class of both programs, and the codes that say what went wrong.
#pragma once

#include <stdexcept>
#include <string>

namespace cppsecret {

/// What kind of failure an Error reports. The codes from NoBus on are the states in
/// which no keyring can be used: see is_keyring_unavailable().
enum class Errc {
    Usage,           ///< the command line or a setting in the environment is wrong
    NotFound,        ///< something that was named does not exist
    Input,           ///< what was read is not what the protocol or the format allows
    Failed,          ///< what was asked for did not succeed, or was refused
    System,          ///< the operating system refused: a file, a lock, the answer's pipe
    NoBus,           ///< there is no session bus, or it cannot be reached
    NoProvider,      ///< nobody provides org.freedesktop.secrets
    NoCollection,    ///< the provider has no keyring (collection) to use, or there is no file
    Locked,          ///< the keyring is locked and nobody can be asked for its password
    Dismissed,       ///< a person was asked and refused
    TimedOut,        ///< the deadline passed
    ProviderFailed,  ///< the provider went away, answered nonsense or refused
    WrongPassphrase, ///< the keyring file does not open with the passphrase that was given
    Damaged,         ///< the keyring file is not as it was written
    NewerFormat,     ///< the keyring file comes from a newer version of the program
    Untrusted,       ///< the keyring file, or its passphrase's, is another user's or open to others
};

/// True for the states in which a login may exist but no keyring can be asked for it.
[[nodiscard]] bool is_keyring_unavailable(Errc code) noexcept;

/// A failure: a code, a message, a hint and a subject. Message and hint are single lines for a
/// person, lower case, without full stop, and never hold a secret. The hint says what to do; it may
/// be empty. The subject is the path of the file, or the name of the setting in the environment,
/// that has to be put right; empty if it is neither.
class Error : public std::runtime_error {
public:
    Error(Errc code, const std::string &message, std::string hint = {}, std::string subject = {});

    [[nodiscard]] Errc code() const noexcept { return code_; }
    [[nodiscard]] const std::string &hint() const noexcept { return hint_; }
    [[nodiscard]] const std::string &subject() const noexcept { return subject_; }

private:
    Errc code_;
    std::string hint_;
    std::string subject_;
};

/// An Error(Errc::System) for a failed system call: "cannot <doing>: <text of errno>".
[[nodiscard]] Error system_error(const std::string &doing, int error_number,
                                 std::string subject = {});

} // namespace cppsecret
