// SPDX-License-Identifier: MIT
// What a registry thinks of a login.
#pragma once

#include "credential/secret_string.hpp"
#include "registry/http.hpp"

#include <optional>
#include <string>

namespace cppsecret::registry {

enum class Outcome {
    Accepted,
    Refused,
    Unreachable,
    NotTrusted, ///< the connection is not: `tls_problem` says why
    Failed,     ///< it answers, but nothing that says whether the login is right
    Skipped,    ///< it was not asked
};

/// What came of asking it. The texts are single lines and hold no secret.
struct Verdict {
    Outcome outcome = Outcome::Failed;
    std::string reason; ///< one line; empty for a plain yes
    std::string hint;   ///< what to do; may be empty
    std::optional<TlsProblem> tls_problem = {};
    std::optional<Url> tls_server = {}; ///< whose connection is not trusted
    bool asks_no_login = false;         ///< accepted, as any other login would be
    bool was_exposed = false;           ///< it was sent over plain HTTP, or to whoever answered
    /// The registry has given a new identity token in the place of the one that was shown, and
    /// takes it; a keyring can hold it.
    std::optional<SecretString> renewed_token = {};
};

} // namespace cppsecret::registry
