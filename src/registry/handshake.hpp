// SPDX-License-Identifier: MIT
// How a registry is asked whether it accepts a login: one step after the other, without any input
// or output of its own.
#pragma once

#include "credential/credential.hpp"
#include "registry/challenge.hpp"
#include "registry/http.hpp"
#include "registry/login_origins.hpp"
#include "registry/verdict.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace cppsecret::registry {

/// Where a registry is, and how far it is trusted.
struct Target {
    std::string name;    ///< as a person says it: host[:port], docker.io for Docker Hub
    std::string address; ///< host[:port] that is connected to
    /// Neither certificates nor plain HTTP stand in the way: --tls-verify=false, or `insecure` of
    /// registries.conf.
    bool is_insecure = false;
    std::shared_ptr<const TlsSettings> tls;
};

/// GET /v2/; what it challenges for, Basic or a Bearer token; GET /v2/ with that: the OCI
/// Distribution Specification, and distribution's token authentication.
///
/// The login goes where LoginOrigins lets it: to the origin that was asked first, or to the realm
/// that this origin names; over HTTPS, unless the target is insecure. Up to five redirections are
/// followed, only as long as nothing secret would go along to another origin; none makes another
/// origin the first. Plain HTTP is tried for an insecure target only, where HTTPS has got no
/// answer, and its origin is the first then. A token server that gives a new identity token is
/// asked with that at once: only one that works, and that a keyring can hold, is handed on. Members
/// throw as Url::parse() does.
class Handshake {
public:
    using Step = std::variant<Request, Verdict>;

    /// Both must live as long as the handshake.
    Handshake(const Target &target, const Credential &credential);

    /// The first request; or the verdict on a login or an address that cannot be right.
    [[nodiscard]] Step begin();
    /// The step after the reply to the last request.
    [[nodiscard]] Step go_on(Reply reply);

private:
    enum class Stage {
        Ping,  ///< without the login
        Basic, ///< with user and password
        Token, ///< at the token server
        Proof, ///< likewise, with the new identity token
        Final, ///< with the token
    };

    [[nodiscard]] Step ask(Stage stage, Request request);
    [[nodiscard]] Step ping(const Url &url);
    /// The request of this stage, to `url`.
    [[nodiscard]] Request request_of(Stage stage, const Url &url) const;
    [[nodiscard]] Step redirected(const Response &response);

    [[nodiscard]] Step after_failure(const Failure &failure);
    [[nodiscard]] Step after_ping(const Response &response);
    [[nodiscard]] Step after_open_door();
    [[nodiscard]] Step after_challenges(const std::vector<std::string> &headers);
    [[nodiscard]] Step fetch_token(Challenge challenge);
    [[nodiscard]] Step after_login(const Response &response);
    [[nodiscard]] Step after_token(const Response &response);
    [[nodiscard]] Step show_token();
    /// Tries the new identity token where it came from.
    [[nodiscard]] Step prove(SecretString token);
    [[nodiscard]] Step after_proof(const Reply &reply);

    [[nodiscard]] static Party party_of(Stage stage) noexcept;
    /// True if /v2/ was not redirected to another origin.
    [[nodiscard]] bool is_at_home() const;
    [[nodiscard]] std::string speaker() const;
    [[nodiscard]] std::string what_was_shown() const;
    [[nodiscard]] Verdict verdict(Outcome outcome, std::string reason, std::string hint = {});
    [[nodiscard]] Verdict verdict_on(const Response &response);
    [[nodiscard]] Verdict verdict_on(const Failure &failure);
    /// On a redirection to an origin that gets no login; `why` goes on after its name.
    [[nodiscard]] Verdict verdict_on_move(const Url &there, const std::string &why);

    const Target &target_;
    const Credential &credential_;
    Stage stage_ = Stage::Ping;
    LoginOrigins origins_;
    std::optional<Url> registry_; ///< where /v2/ is, after redirections
    std::optional<Url> current_;  ///< of the last request
    Challenge challenge_;         ///< that a token is fetched for
    SecretString token_;
    std::optional<Credential> renewed_; ///< the login with the new identity token, not yet proven
    std::optional<SecretString> renewed_token_; ///< proven
    std::string note_;                          ///< for a plain yes
    std::optional<Failure> failure_of_https_;
    int redirections_ = 0;
    bool was_exposed_ = false;
    bool asks_no_login_ = false;
};

} // namespace cppsecret::registry
