// SPDX-License-Identifier: MIT
// Where a login may go: every request that carries one, or what was given for one, is judged here.
#pragma once

#include "registry/url.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace cppsecret::registry {

/// Whom a handshake talks to.
enum class Party {
    Registry,    ///< the one that was asked for
    TokenServer, ///< the realm that the registry names
};

/// The origins (scheme, host and port) that may see the login of one handshake: one for each party.
/// Over plain HTTP they see it only if that is allowed.
class LoginOrigins {
public:
    explicit LoginOrigins(bool allows_plain_http) noexcept : allows_plain_http_(allows_plain_http)
    {
    }

    /// Makes the origin of `url` that of the party.
    void set(Party party, const Url &url) { origins_[index_of(party)] = url; }

    /// What speaks against showing the login to `url`.
    enum class Objection {
        None,
        OtherOrigin, ///< it is not the party's, or the party has none yet
        PlainHttp,
    };
    [[nodiscard]] Objection objection_to(const Url &url, Party party) const noexcept
    {
        const std::optional<Url> &own = origins_[index_of(party)];
        if (!own || !url.has_origin_of(*own))
            return Objection::OtherOrigin;
        return url.is_https() || allows_plain_http_ ? Objection::None : Objection::PlainHttp;
    }

    /// scheme://host:port; empty if the party has none yet.
    [[nodiscard]] std::string origin_of(Party party) const
    {
        const std::optional<Url> &own = origins_[index_of(party)];
        return own ? own->origin() : std::string();
    }

private:
    static constexpr std::size_t index_of(Party party) noexcept
    {
        return party == Party::Registry ? 0 : 1;
    }

    bool allows_plain_http_;
    std::array<std::optional<Url>, 2> origins_;
};

} // namespace cppsecret::registry
