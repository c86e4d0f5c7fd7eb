// SPDX-License-Identifier: MIT
// Where the next `login` of a tool goes.
#pragma once

#include "machine/model/tool_settings.hpp"

#include <string>

namespace cppsecret::machine {

/// The place that a tool's `login` writes to.
struct NextLogin {
    enum class Goes {
        Keyring,   ///< our helper
        Helper,    ///< another one
        PlainText, ///< base64 in a file
        Refused,   ///< nowhere: the command fails
    };
    Goes goes = Goes::PlainText;
    std::string helper = {};  ///< without "docker-credential-"
    std::string file = {};    ///< that is written to, or names the helper; empty for a default
    std::string why = {};     ///< it is refused
    bool is_detected = false; ///< docker finds the helper by itself
    /// The helper that docker would find by itself, if its file said nothing of logins; else empty.
    std::string passed_over = {};
    bool is_in_dockers_format = false; ///< as a `login` writes it where DOCKER_CONFIG is set

    friend bool operator==(const NextLogin &, const NextLogin &) = default;
};

/// Of a registry that no file names.
[[nodiscard]] NextLogin next_login(const Tool &tool, const ToolSettings &settings);

/// Of this registry, docker.io for Docker Hub.
[[nodiscard]] NextLogin next_login(const Tool &tool, const std::string &registry,
                                   const ToolSettings &settings);

/// Of a registry that no file names, once a containers tool reads registries.conf so.
[[nodiscard]] NextLogin next_login_with(const RegistriesReading &registries, const Tool &tool,
                                        const ToolSettings &settings);

/// True if each of the family's tools keeps the login of a registry that no file names in our
/// keyring: our helper answers for all of them.
[[nodiscard]] bool answers_for_all(Family family, const ToolSettings &settings);

} // namespace cppsecret::machine
