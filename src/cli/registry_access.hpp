// SPDX-License-Identifier: MIT
// How registries are reached: what the command line and the files of the machine say.
#pragma once

#include "authfile/files/locations.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "cli/options.hpp"
#include "registry/check.hpp"

#include <optional>
#include <string>

namespace cppsecret::cli {

/// The options as they were written.
struct AccessOptions {
    std::optional<std::string> tls_verify;
    std::optional<std::string> cert_dir;
    std::optional<std::string> timeout;
};

/// --tls-verify, --cert-dir and --timeout (seconds, from 1 to 3600). `wanted` must live until the
/// command line is read.
void declare_access(Options &options, AccessOptions &wanted);

/// The options, and what registries.conf says where they are silent.
class RegistryAccess {
public:
    /// Throws Error(Errc::Usage) for a wrong option, and as authfile::read_registries_conf().
    explicit RegistryAccess(const AccessOptions &wanted);

    /// True if `name` (host[:port][/path]) may be reached without TLS that is verified.
    [[nodiscard]] bool is_insecure(const std::string &name) const;

    /// True if a person has said with --tls-verify whether they may.
    [[nodiscard]] bool is_said_on_command_line() const noexcept { return tls_verify_.has_value(); }

    [[nodiscard]] const registry::CheckSettings &settings() const noexcept { return settings_; }

private:
    std::optional<bool> tls_verify_;
    authfile::RegistriesConf conf_;
    registry::CheckSettings settings_;
};

/// The text of a warning that the login for `registry` can be read on its way.
[[nodiscard]] std::string insecurity_warning(const std::string &registry);

} // namespace cppsecret::cli
