// SPDX-License-Identifier: MIT
// What is asked of a server, and what comes of it.
#pragma once

#include "credential/secret_string.hpp"
#include "registry/url.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cppsecret::registry {

/// Whom a connection trusts, and as whom it comes.
struct TlsSettings {
    bool is_verified = true;
    std::string authorities;      ///< certificates in PEM that are trusted beside the system's
    std::string certificate_file; ///< the client's, in PEM; empty if it has none
    std::string key_file;         ///< the key of that certificate
};

/// A GET, or a POST of a form.
struct Request {
    Url url;
    SecretString authorization = {}; ///< the value of the header Authorization; empty for none
    SecretString form = {};          ///< what is posted; empty for a GET
    std::shared_ptr<const TlsSettings> tls = {}; ///< never null when it is sent
};

/// An answer, whatever its status.
struct Response {
    int status = 0;
    std::vector<std::string> challenges; ///< the values of all its headers WWW-Authenticate
    std::string location;                ///< of a redirection, as written; empty if there is none
    std::optional<std::chrono::seconds> retry_after; ///< the header Retry-After, from now on
    std::string body;
};

/// Why a connection is not trusted.
enum class TlsProblem {
    SelfSigned,       ///< the server's certificate stands for itself
    UnknownAuthority, ///< nobody who is trusted has signed it
    WrongName,        ///< it is another server's
    NoName,           ///< it has a common name only, which Go's tools refuse
    Expired,
    NotYetValid,
    CertificateRequired, ///< the server wants to see a certificate of the client
    CertificateRefused,  ///< the server does not accept the client's
    Other,
};

/// No answer.
struct Failure {
    enum class Kind {
        Unreachable, ///< no such host, nobody there, or the way there is broken
        TimedOut,
        NotTrusted, ///< `tls_problem` says why
        NotTls,     ///< what answers does not speak TLS
        Nonsense,   ///< what answers does not speak HTTP, or without end
    };

    Kind kind = Kind::Unreachable;
    std::string message; ///< without the address
    TlsProblem tls_problem = TlsProblem::Other;
};

using Reply = std::variant<Response, Failure>;

} // namespace cppsecret::registry
