// SPDX-License-Identifier: MIT
// An encrypted session with the provider, over which secrets travel.
#pragma once

#include "credential/secret_string.hpp"
#include "keyring/secret_service/provider.hpp"

#include <memory>
#include <optional>

namespace cppsecret::keyring {

/// libsecret's Diffie-Hellman session (dh-ietf1024-sha256-aes128-cbc-pkcs7 of the Secret Service
/// specification). A provider that can only do without encryption is refused.
class Session {
public:
    /// Starts to negotiate; other calls can go on meanwhile. `provider` must outlive it. Throws
    /// Error(Errc::ProviderFailed).
    explicit Session(Provider &provider);
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
    ~Session();

    /// Waits until the session is ready. Throws Error(Errc::ProviderFailed) or TimedOut.
    void wait();

    /// The session's object path; after wait().
    [[nodiscard]] const char *path() const;

    /// The secret as the provider takes it, a value of type (oayays); after wait().
    [[nodiscard]] glibpp::VariantPtr encode(const SecretString &secret,
                                            const char *content_type) const;

    /// The secret in a value of type (oayays); nothing if it was not encrypted for this session.
    /// After wait().
    [[nodiscard]] std::optional<SecretString> decode(GVariant *encoded) const;

private:
    struct Negotiation;
    Provider &provider_;
    std::unique_ptr<Negotiation> negotiation_;
};

} // namespace cppsecret::keyring
