// SPDX-License-Identifier: MIT
// What the tools do differently, by their versions: the one place where a version is compared.
#pragma once

#include "authfile/registries/registries_conf.hpp"
#include "machine/model/tool.hpp"

namespace cppsecret::machine {

/// How a tool searches. Tools with equal dialects find the same.
struct Dialect {
    /// An auth file that --authfile or a variable names is the only one that is searched.
    bool searches_named_file_alone = false;
    /// Without the auth file that --authfile names a command fails.
    bool needs_given_file = false;
    /// Without the one that REGISTRY_AUTH_FILE names it goes on.
    bool bears_missing_file = false;
    /// An empty list or table of registries.conf is a setting of its version of the format, which
    /// no file may mix.
    bool counts_empty_settings = false;
    /// A byte order mark before the text of registries.conf is passed over.
    bool takes_byte_order_mark = false;
    /// DOCKER_AUTH_CONFIG is read.
    bool reads_auth_config = false;

    [[nodiscard]] authfile::RegistriesDialect registries() const noexcept
    {
        return {counts_empty_settings, takes_byte_order_mark};
    }

    friend bool operator==(const Dialect &, const Dialect &) = default;
};

/// That of the tool's version, or of the newest one if it is not known.
[[nodiscard]] Dialect dialect_of(const Tool &tool);

} // namespace cppsecret::machine
