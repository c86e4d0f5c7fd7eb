// SPDX-License-Identifier: MIT
// Which certificates are to be trusted for a registry: those of a file, or what the server shows.
#pragma once

#include "cli/terminal.hpp"
#include "cli/trust_probe.hpp"

#include <optional>
#include <string>

namespace cppsecret::cli {

/// Finds them, and has a person agree.
class CertificateChoice {
public:
    /// What was said on the command line.
    struct Rules {
        std::optional<std::string> from; ///< a file in PEM; else the server is asked
        /// SHA-256 of the right one in hexadecimal digits, as openssl writes it or without colons:
        /// nobody is asked then.
        std::optional<std::string> fingerprint;
    };

    /// `terminal` and `probe` must outlive this.
    CertificateChoice(const Terminal &terminal, const TrustProbe &probe, Rules rules);

    /// Shows the certificates and has a person agree to what a server shows. None if the registry
    /// is trusted already. Throws Error: System for a file or a server that is not there, Input
    /// where no certificate would help and for a fingerprint that is another one, Usage if nobody
    /// can be asked, Dismissed after a no; and as registry::send().
    [[nodiscard]] Chain choose(const registry::Trust &now) const;

private:
    [[nodiscard]] Chain read_file(const std::string &file) const;
    [[nodiscard]] Chain fetch(const registry::Trust &now) const;
    [[nodiscard]] bool is_about_authority(const registry::Reply &reply,
                                          const registry::Trust &trust) const;
    void refuse_invalid(const Chain &chain, const registry::Trust &trust) const;
    void show(const Chain &chain, const registry::Certificate &chosen) const;
    void check_fingerprint(const Chain &chosen) const;
    void confirm(const registry::Certificate &chosen) const;

    const Terminal &terminal_;
    const TrustProbe &probe_;
    Rules rules_;
};

} // namespace cppsecret::cli
