// SPDX-License-Identifier: MIT
// What the tools do differently, by their versions: the one place where a version is compared.
#pragma once

#include "authfile/registries/registries_conf.hpp"
#include "machine/model/tool.hpp"

namespace cppsecret::machine {

/// How a tool searches, and where its `login` writes. Tools with equal dialects do the same.
struct Dialect : authfile::RegistriesDialect {
    /// An auth file that --authfile or a variable names is the only one that is searched.
    bool searches_named_file_alone = false;
    /// DOCKER_CONFIG moves docker's file, and names no auth file: it is searched as the third.
    bool keeps_auth_file_with_docker_config = false;
    /// Without the auth file that --authfile names a command fails.
    bool needs_given_file = false;
    /// Without the one that REGISTRY_AUTH_FILE names it goes on.
    bool bears_missing_file = false;
    /// Where DOCKER_CONFIG is set, `login` writes docker's format: it asks no helper of
    /// registries.conf, and of the file only the one that `credHelpers` names for the very key.
    bool writes_docker_format = false;
    /// `login` does not look at CONTAINERS_REGISTRIES_CONF, whatever the other commands do.
    bool passes_over_variable_at_login = false;

    /// DOCKER_AUTH_CONFIG is read.
    bool reads_auth_config = false;
    // Which of docker's commands fail when the helper does; the others go on without it.
    bool fails_to_run = false;
    bool fails_to_push = false;
    bool fails_to_pull = false;
    /// buildx has files of its own for images.
    bool reads_scoped_files = false;

    [[nodiscard]] const authfile::RegistriesDialect &registries() const noexcept { return *this; }

    /// For `login`.
    [[nodiscard]] authfile::RegistriesDialect registries_at_login() const noexcept
    {
        authfile::RegistriesDialect dialect = registries();
        dialect.reads_variable = dialect.reads_variable && !passes_over_variable_at_login;
        return dialect;
    }

    friend bool operator==(const Dialect &, const Dialect &) = default;
};

/// That of the tool's version, or of the newest one if it is not known.
[[nodiscard]] Dialect dialect_of(const Tool &tool);

} // namespace cppsecret::machine
