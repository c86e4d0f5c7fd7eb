// SPDX-License-Identifier: MIT
// What is wrong with the logins that docker buildx has for images of their own.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/lookup/lookup.hpp"
#include "machine/finding.hpp"
#include "machine/model/login.hpp"
#include "machine/model/reach.hpp"
#include "machine/model/tool_settings.hpp"

namespace cppsecret::machine {

/// Appends that one of buildx's files holds logins in plain text, or none and keeps docker's from
/// its images. What to do depends on what buildx would find without it: helpers are asked through
/// `ask`.
void find_in_buildx_file(const authfile::LoadedFile &file, const ToolSettings &settings,
                         const authfile::AskHelper &ask, Findings &findings);

/// True where that says of a login in such a file that buildx does not look into the file.
[[nodiscard]] bool is_told_with_buildx_file(const Login &login, const Reach &reach,
                                            const ToolSettings &settings);

} // namespace cppsecret::machine
