// SPDX-License-Identifier: MIT
// What is wrong with an auth file, and with single entries of it.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "machine/finding.hpp"
#include "machine/model/tool_settings.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

/// Appends what is wrong with the file as a whole: it cannot be used, is blank, holds logins in
/// plain text, others may read them, or it has a credsStore that is ignored.
void find_in_file(const authfile::LoadedFile &file, const ToolSettings &settings,
                  Findings &findings);

/// The file that --authfile or REGISTRY_AUTH_FILE names, which is not there, so that these tools
/// fail.
[[nodiscard]] Finding missing_file(const authfile::LoadedFile &file,
                                   const std::vector<Tool> &failing, const ToolSettings &settings);

/// The option that limits `configure` and `unconfigure` to the file, with a blank behind it.
[[nodiscard]] std::string option_for(const authfile::Document &document);

/// The command that puts our helper into the place of another one in an entry: `configure`, where
/// it writes under just that key, or else the editor.
[[nodiscard]] std::string replacing_command(const authfile::Document &document,
                                            const authfile::HelperEntry &entry);

/// The command that takes our entry under a key that no tool asks for out, and puts one for its
/// host in, or else the editor.
[[nodiscard]] std::string renaming_command(const authfile::Document &document,
                                           const authfile::HelperEntry &entry);

/// A helper that cannot answer for the registry of an entry: `problem` is why.
[[nodiscard]] Finding dangling_helper(const authfile::Document &document,
                                      const authfile::HelperEntry &entry,
                                      const std::string &problem);

/// An entry of `credHelpers` under a key that none of the tools that read the file asks for.
[[nodiscard]] Finding unasked_helper(const authfile::Document &document,
                                     const authfile::HelperEntry &entry);

/// A helper that is there and has no login for the registry of an entry.
[[nodiscard]] Finding helper_without_login(const authfile::Document &document,
                                           const authfile::HelperEntry &entry);

} // namespace cppsecret::machine
