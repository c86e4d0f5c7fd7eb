// SPDX-License-Identifier: MIT
// What is wrong with an auth file as a whole.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "machine/finding.hpp"
#include "machine/model/tool_settings.hpp"
#include "machine/namespaces.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cppsecret::machine {

/// The command that moves the logins of an auth file into the keyring, or those of `host` alone, as
/// ServerKey::registry() gives it.
[[nodiscard]] Command migrate_command(const std::string &file, const ToolSettings &settings,
                                      const std::string &host = {});

/// Appends what is wrong with the file as a whole: it cannot be used, by docker alone too, is
/// blank, holds logins in plain text, others may read them, or it has a credsStore that is ignored.
/// Of those in buildx's files find_in_buildx_file() tells. Logins that stay are those of
/// `by_namespace`.
void find_in_file(const authfile::LoadedFile &file, const ToolSettings &settings,
                  Findings &findings, const ByNamespace &by_namespace = {});

/// How many logins in plain text a file holds.
[[nodiscard]] std::size_t count_plain_logins(const authfile::Document &document);

/// The file that --authfile or REGISTRY_AUTH_FILE names, which is not there, so that these tools
/// fail.
[[nodiscard]] Finding missing_file(const authfile::LoadedFile &file,
                                   const std::vector<Tool> &failing, const ToolSettings &settings);

} // namespace cppsecret::machine
