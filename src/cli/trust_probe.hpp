// SPDX-License-Identifier: MIT
// A registry that is asked without a login, to see whether its connection is trusted.
#pragma once

#include "cli/registry_access.hpp"
#include "registry/certificate.hpp"
#include "registry/tls_advice.hpp"
#include "registry/transfers.hpp"
#include "registry/trust_folder.hpp"

#include <string>
#include <variant>
#include <vector>

namespace cppsecret::cli {

using Chain = std::vector<registry::Certificate>;

/// Asks it, as registries.conf and certs.d say for now.
class TrustProbe {
public:
    /// `host` as a person names it, and the certs.d of some tools. Throws Error(Errc::Usage) if
    /// that is no host, and as RegistryAccess.
    TrustProbe(const std::string &host, registry::TrustPlaces places);

    [[nodiscard]] const std::string &host() const noexcept { return host_; }

    /// The file of the user's own whose certificates are trusted for the registry.
    [[nodiscard]] std::string authority_path() const;

    /// What is trusted for it now. Throws as registry::read_trust().
    [[nodiscard]] registry::Trust read_trust() const;

    /// Asks for /v2/ over HTTPS. Throws as registry::send().
    [[nodiscard]] registry::Reply ask(const registry::Trust &trust) const;

    /// The certificates that its server shows, trusted or not.
    [[nodiscard]] std::variant<Chain, registry::Failure>
    fetch_chain(const registry::Trust &trust) const;

    /// Why the connection is not trusted, and what helps; looks at the certificates once more.
    [[nodiscard]] registry::TlsAdvice advice_on(registry::TlsProblem problem,
                                                const registry::Trust &trust) const;

private:
    std::string host_;
    registry::Url url_;
    registry::TrustPlaces places_;
    RegistryAccess access_;
};

} // namespace cppsecret::cli
