// SPDX-License-Identifier: MIT
// Asks a credential helper, ours or another, as container tools do.
#pragma once

#include "base/error.hpp"
#include "credential/credential.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace cppsecret::client {

/// What our own helper says of a keyring that it cannot use; others know no such thing.
enum class WhenUnavailable {
    AsConfigured, ///< by CPPSECRET_UNAVAILABLE: unless that is "error", it has no login
    Fail,         ///< that it failed, so that this is not taken for having none
};

/// One helper, run once for every question, by the docker credential helper protocol. What asks it
/// throws Error: System if the program is not in PATH or cannot be run, TimedOut, Input for an
/// answer that is none or longer than 1 MiB, and ProviderFailed for any other failure: with what
/// the helper says, but for what it wrote where a login is answered.
class HelperClient {
public:
    /// `name` as auth files give it. `limit` is how long one answer may take; a helper may have to
    /// ask a person.
    explicit HelperClient(std::string name,
                          WhenUnavailable when_unavailable = WhenUnavailable::AsConfigured,
                          std::chrono::milliseconds limit = std::chrono::seconds(90));

    /// docker-credential-<name>
    [[nodiscard]] std::string program() const;

    /// The login under this key; nothing if the helper says that it has none.
    [[nodiscard]] std::optional<Credential> get(const std::string &key) const;

    /// The users by server URL.
    [[nodiscard]] std::map<std::string, std::string> list() const;

    /// Gives the helper a login to keep. Throws Error(Errc::Input) also for text that is not UTF-8.
    void store(const Credential &credential) const;

    /// Has the helper remove the login under this key; most take it that there is none.
    void erase(const std::string &key) const;

private:
    /// The answer to a verb; nothing if it is that there is no such login.
    [[nodiscard]] std::optional<SecretString> ask(const char *verb, SecretString input) const;
    [[nodiscard]] Error nonsense(const char *verb) const;

    std::string name_;
    WhenUnavailable when_unavailable_;
    std::chrono::milliseconds limit_;
};

} // namespace cppsecret::client
