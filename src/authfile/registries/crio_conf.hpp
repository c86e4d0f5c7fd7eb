// SPDX-License-Identifier: MIT
// What crio.conf says of logins.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cppsecret::authfile {

/// The `global_auth_file` that the text (TOML) of one file sets: empty if it sets it to none;
/// nothing if it does not, or if CRI-O cannot read it.
[[nodiscard]] std::optional<std::string> parse_crio_auth_file(std::string_view text);

/// The same of `folder`/crio.conf and the files of crio.conf.d beside it, of which the last counts;
/// a file that cannot be read says nothing. Empty if none sets it.
[[nodiscard]] std::string crio_auth_file(const std::string &folder = "/etc/crio");

} // namespace cppsecret::authfile
