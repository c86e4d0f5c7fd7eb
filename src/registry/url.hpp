// SPDX-License-Identifier: MIT
// Addresses on the web.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace cppsecret::registry {

/// An absolute address (RFC 3986) with the scheme http or https, without user, password and
/// fragment. Members throw Error(Errc::System) if curl cannot be started.
class Url {
public:
    /// Nothing for a text that is no such address, or that names a user or a password; a fragment
    /// is dropped.
    [[nodiscard]] static std::optional<Url> parse(const std::string &text);

    /// Where `reference` leads from here, as a Location header means it (RFC 9110, section 10.2.2);
    /// nothing as for parse(), and for an empty one.
    [[nodiscard]] std::optional<Url> resolve(const std::string &reference) const;

    /// With these parameters (any bytes) added to its query: name=value, percent_encoded(), with
    /// '&' between.
    [[nodiscard]] Url
    with_parameters(std::span<const std::pair<std::string, std::string>> parameters) const;

    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    [[nodiscard]] bool is_https() const noexcept { return is_https_; }
    /// In lower case, without the port; an IPv6 address in brackets.
    [[nodiscard]] const std::string &host() const noexcept { return host_; }
    /// host:port, the port always said.
    [[nodiscard]] const std::string &authority() const noexcept { return authority_; }

    /// scheme://host:port, the port always said (RFC 6454).
    [[nodiscard]] std::string origin() const
    {
        return (is_https_ ? "https://" : "http://") + authority_;
    }

    /// True if both are of one scheme, host and port.
    [[nodiscard]] bool has_origin_of(const Url &other) const noexcept
    {
        return is_https_ == other.is_https_ && authority_ == other.authority_;
    }

private:
    Url() = default;

    std::string text_;
    std::string host_;
    std::string authority_;
    bool is_https_ = false;
};

/// With every byte but the unreserved characters of RFC 3986 (letters, digits, "-._~") written as
/// %xx, in lower case.
[[nodiscard]] std::string percent_encoded(std::string_view text);

} // namespace cppsecret::registry
