// SPDX-License-Identifier: MIT
// Which certificates are to be trusted for a registry: those of a file, or what the server shows.
#pragma once

#include "base/error.hpp"
#include "cli/terminal/terminal.hpp"
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
        /// it alone is chosen then, and nobody is asked.
        std::optional<std::string> fingerprint;
    };

    /// `terminal` and `probe` must outlive this.
    CertificateChoice(const Terminal &terminal, const TrustProbe &probe, Rules rules);

    /// Shows the certificates and has a person agree to what a server shows. None if the registry
    /// is trusted already, with a fingerprint: by the certificate that has it. Throws Error: System
    /// for a file or a server that is not there, Input for what is no certificate, Failed where
    /// none would help and for a fingerprint that no certificate has, or only one that did not sign
    /// the server's, Usage if nobody can be asked, Dismissed after a no; and as registry::send().
    [[nodiscard]] Chain choose(const registry::Trust &now) const;

private:
    [[nodiscard]] Chain take_from(const std::string &file) const;
    [[nodiscard]] Chain fetch(const registry::Trust &now) const;
    [[nodiscard]] Chain fetch_chain(const registry::Trust &now) const;
    [[nodiscard]] Chain match_shown(const Chain &chain, const registry::Trust &now,
                                    bool is_trusted) const;
    void say_trusted_already() const;
    [[nodiscard]] bool is_about_authority(const registry::Reply &reply,
                                          const registry::Trust &trust) const;
    void refuse_invalid(const Chain &chain, const registry::Trust &trust) const;
    void show(const Chain &chain) const;
    [[nodiscard]] const registry::Certificate *find_match(const Chain &chain) const;
    [[nodiscard]] static Error no_match(const std::string &holder, const Chain &chain);
    void leave_out_all_but(const registry::Certificate &match, const Chain &chain) const;
    void confirm(const registry::Certificate &chosen) const;

    const Terminal &terminal_;
    const TrustProbe &probe_;
    Rules rules_;
};

} // namespace cppsecret::cli
