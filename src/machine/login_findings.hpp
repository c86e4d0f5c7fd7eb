// SPDX-License-Identifier: MIT
// What is wrong with a login: no tool uses it, or none can read it.
#pragma once

#include "authfile/files/document.hpp"
#include "machine/finding.hpp"
#include "machine/model/login.hpp"
#include "machine/model/reach.hpp"
#include "machine/model/tool_settings.hpp"

#include <string>

namespace cppsecret::machine {

/// One of docker's tokens, which docker does not find. `reach` is decided, here and below.
[[nodiscard]] Finding unused_token(const Login &login, const Reach &reach,
                                   const ToolSettings &settings);

/// An entry of `auths` that no tool uses.
[[nodiscard]] Finding unused_entry(const Login &login, const Reach &reach,
                                   const ToolSettings &settings);

/// A login of the keyring, where the containers tools find `answer` in a file.
[[nodiscard]] Finding unused_keyring(const authfile::Answer &answer, const ToolSettings &settings);

/// An entry of `auths` whose `auth` holds no login: `problem` is why.
[[nodiscard]] Finding unreadable_entry(const authfile::Document &document,
                                       const authfile::AuthEntry &entry, const std::string &problem,
                                       const ToolSettings &settings);

/// An entry of `auths` whose password no registry takes, as it ends in a line break.
[[nodiscard]] Finding password_with_line_break(const authfile::Document &document,
                                               const authfile::AuthEntry &entry);

} // namespace cppsecret::machine
