// SPDX-License-Identifier: MIT
// What is wrong with a connection that is not trusted, and which file would mend it.
#pragma once

#include "registry/certificate.hpp"
#include "registry/http.hpp"
#include "registry/trust_folder.hpp"

#include <string>
#include <vector>

namespace cppsecret::registry {

/// For a person, as an Error has them: one line each.
struct TlsAdvice {
    std::string reason;
    std::string hint;
};

/// `server` is the host whose connection is not trusted, `registry` the one whose folder counts
/// for it; `chain` what the server shows, as far as that is known.
[[nodiscard]] TlsAdvice advice_for(TlsProblem problem, const std::string &server,
                                   const std::string &registry,
                                   const std::vector<Certificate> &chain, const Trust &trust);

/// The certificate of a chain that is to be trusted: the authority at its top, or what comes next
/// to it; of a chain with nothing but the server's own certificate that one. It is in the chain;
/// null for an empty one.
[[nodiscard]] const Certificate *certificate_to_trust(const std::vector<Certificate> &chain);

} // namespace cppsecret::registry
