// SPDX-License-Identifier: MIT
#include "registry/transfer_failure.hpp"

#include <cerrno>

#include <curl/curl.h>
#include <doctest/doctest.h>
#include <openssl/x509_vfy.h>

using namespace cppsecret::registry;
using Kind = Failure::Kind;

TEST_CASE("what curl reports is told apart")
{
    struct Row {
        const char *name;
        CurlReport report;
        Kind kind;
        TlsProblem problem = TlsProblem::Other;
    };
    const auto verification = [](long result) {
        return CurlReport{CURLE_PEER_FAILED_VERIFICATION, "", result};
    };
    const std::string_view alert = "OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert "
                                   "certificate required, errno 0";
    for (const Row &row : {
             Row{"self-signed", verification(X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT),
                 Kind::NotTrusted, TlsProblem::SelfSigned},
             Row{"unknown root", verification(X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN),
                 Kind::NotTrusted, TlsProblem::UnknownAuthority},
             Row{"unknown issuer", verification(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
                 Kind::NotTrusted, TlsProblem::UnknownAuthority},
             Row{"no issuer", verification(X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE),
                 Kind::NotTrusted, TlsProblem::UnknownAuthority},
             Row{"expired", verification(X509_V_ERR_CERT_HAS_EXPIRED), Kind::NotTrusted,
                 TlsProblem::Expired},
             Row{"not yet valid", verification(X509_V_ERR_CERT_NOT_YET_VALID), Kind::NotTrusted,
                 TlsProblem::NotYetValid},
             Row{"another name", verification(X509_V_ERR_UNSPECIFIED), Kind::NotTrusted,
                 TlsProblem::WrongName},
             Row{"something else", verification(X509_V_ERR_INVALID_PURPOSE), Kind::NotTrusted},
             Row{"a certificate is asked for", CurlReport{CURLE_RECV_ERROR, alert},
                 Kind::NotTrusted, TlsProblem::CertificateRequired},
             Row{"a certificate is refused", CurlReport{CURLE_RECV_ERROR, alert, 0, 0, true},
                 Kind::NotTrusted, TlsProblem::CertificateRefused},
             Row{"the same in the handshake",
                 CurlReport{CURLE_SSL_CONNECT_ERROR, "sslv3 alert bad certificate"},
                 Kind::NotTrusted, TlsProblem::CertificateRequired},
             Row{"plain HTTP answers",
                 CurlReport{CURLE_SSL_CONNECT_ERROR, "SSL routines::wrong version number"},
                 Kind::NotTls},
             Row{"HTTP/2 alone answers",
                 CurlReport{CURLE_SSL_CONNECT_ERROR,
                            "error:0A000460:SSL routines::tlsv1 alert no application protocol"},
                 Kind::Unreachable},
             Row{"no such host", CurlReport{CURLE_COULDNT_RESOLVE_HOST}, Kind::Unreachable},
             Row{"nobody there", CurlReport{CURLE_COULDNT_CONNECT, "", 0, ECONNREFUSED},
                 Kind::Unreachable},
             Row{"too slow", CurlReport{CURLE_OPERATION_TIMEDOUT}, Kind::TimedOut},
             Row{"too long", CurlReport{CURLE_WRITE_ERROR}, Kind::Nonsense},
             Row{"too long for curl",
                 CurlReport{CURLE_RECV_ERROR, "Too large response headers: 307200 > 307200"},
                 Kind::Nonsense},
             Row{"HTTP/0.9", CurlReport{CURLE_UNSUPPORTED_PROTOCOL}, Kind::Nonsense},
             Row{"cut off", CurlReport{CURLE_PARTIAL_FILE}, Kind::Nonsense},
             Row{"what nobody thought of", CurlReport{CURLE_SSL_ENGINE_NOTFOUND},
                 Kind::Unreachable},
         })
        SUBCASE(row.name)
        {
            const Failure failure = failure_of(row.report);
            CHECK(failure.kind == row.kind);
            CHECK(failure.tls_problem == row.problem);
            CHECK((failure.kind == Kind::NotTrusted || !failure.message.empty()));
        }
    CHECK(failure_of({CURLE_COULDNT_CONNECT, "", 0, ECONNREFUSED}).message ==
          "no connection: connection refused");
}
