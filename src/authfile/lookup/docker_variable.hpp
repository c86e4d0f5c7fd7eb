// SPDX-License-Identifier: MIT
// DOCKER_AUTH_CONFIG: logins for docker in a variable.
#pragma once

#include "authfile/files/document.hpp"

namespace cppsecret::authfile {

/// Reads the text of the variable as docker does, far more strictly than its file: nothing but
/// `auths`, in every entry an `auth` that holds a login and nothing else, and nothing behind it (a
/// closing bracket aside). Throws Error(Errc::Input) with the reason where docker refuses all of
/// it.
[[nodiscard]] Document parse_docker_variable(const SecretString &text);

/// Why docker refuses all of it; empty if it does not.
[[nodiscard]] std::string problem_of_docker_variable(const SecretString &text);

} // namespace cppsecret::authfile
