// SPDX-License-Identifier: MIT
#include "registry/transfer_failure.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <initializer_list>
#include <system_error>

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

namespace cppsecret::registry {

namespace {

using Kind = Failure::Kind;

bool mentions(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

TlsProblem problem_of(long verify_result) noexcept
{
    switch (verify_result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return TlsProblem::SelfSigned;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return TlsProblem::UnknownAuthority;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return TlsProblem::Expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return TlsProblem::NotYetValid;
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED: // where curl begins: it looks at the name before the rest
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return TlsProblem::WrongName;
    default:
        return TlsProblem::Other;
    }
}

Failure not_trusted(TlsProblem problem, const std::string &message = {})
{
    return {Kind::NotTrusted, message, problem};
}

/// What OpenSSL says of a handshake, or of the first read after it: with TLS 1.3 a server refuses
/// the client's certificate that late. Nothing if it says nothing of the kind.
std::optional<Failure> failure_of_alert(const CurlReport &report)
{
    if (mentions(report.text,
                 {"alert certificate required", "alert bad certificate", "alert unknown ca",
                  "alert certificate unknown", "alert certificate expired",
                  "alert unsupported certificate", "alert handshake failure"}))
        return not_trusted(report.showed_certificate ? TlsProblem::CertificateRefused
                                                     : TlsProblem::CertificateRequired);
    if (mentions(report.text, {"alert no application protocol"})) // of an ALPN without ours
        return Failure{Kind::Unreachable, "it does not speak HTTP/1.1"};
    if (mentions(report.text, {"wrong version number", "packet length too long", "http request",
                               "record layer failure"}))
        return Failure{Kind::NotTls, "it does not speak TLS"};
    return std::nullopt;
}

std::string words_of(long system_error)
{
    return system_error == 0
               ? std::string()
               : ": " + to_lower(std::generic_category().message(static_cast<int>(system_error)));
}

} // namespace

Failure failure_of(const CurlReport &report)
{
    switch (report.code) {
    case CURLE_PEER_FAILED_VERIFICATION:
        return not_trusted(problem_of(report.verify_result),
                           X509_verify_cert_error_string(report.verify_result));
    case CURLE_SSL_CERTPROBLEM:
        return not_trusted(TlsProblem::Other,
                           "the client's certificate and key cannot be used together");
    case CURLE_SSL_CACERT_BADFILE:
        return not_trusted(TlsProblem::Other, "the trusted certificates cannot be read");
    case CURLE_SSL_CONNECT_ERROR:
        return failure_of_alert(report).value_or(Failure{Kind::NotTls, "the TLS handshake fails"});
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (mentions(report.text, {"Too large response headers"})) // curl has a limit of its own
            return {Kind::Nonsense, "its answer is too long"};
        return failure_of_alert(report).value_or(
            Failure{Kind::Unreachable, "the connection breaks" + words_of(report.system_error)});
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Kind::Unreachable, "there is no such host"};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {Kind::Unreachable, "there is no such host as the proxy"};
    case CURLE_COULDNT_CONNECT:
        return {Kind::Unreachable, "no connection" + words_of(report.system_error)};
    case CURLE_OPERATION_TIMEDOUT:
        return {Kind::TimedOut, "no answer in time"};
    case CURLE_WRITE_ERROR:
        return {Kind::Nonsense, "its answer is too long"};
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return {Kind::Nonsense, "it ends the connection before its answer ends"};
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return {Kind::Nonsense, "it does not speak HTTP"};
    default:
        return {Kind::Unreachable,
                std::string("no answer: ") +
                    to_lower(curl_easy_strerror(static_cast<CURLcode>(report.code)))};
    }
}

} // namespace cppsecret::registry
