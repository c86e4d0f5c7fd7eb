// SPDX-License-Identifier: MIT
// What is wrong with the helpers that auth files and registries.conf name, and the commands that
// mend it.
#pragma once

#include "authfile/files/document.hpp"
#include "machine/finding.hpp"
#include "machine/model/tool.hpp"

#include <string>

namespace cppsecret::machine {

/// The command that puts our helper into the place of another one in an entry: `configure`, where
/// it writes under just that key, or else the editor.
[[nodiscard]] Command replacing_command(const authfile::Document &document,
                                        const authfile::HelperEntry &entry);

/// The command that takes our entry under a key that no tool asks for out, and puts one for its
/// host in, or else the editor.
[[nodiscard]] Command renaming_command(const authfile::Document &document,
                                       const authfile::HelperEntry &entry);

// `owner` is whose file it is, as ToolSettings::owner_of() gives it.

/// A helper that cannot answer for the registry of an entry: `problem` is why.
[[nodiscard]] Finding dangling_helper(const authfile::Document &document,
                                      const authfile::HelperEntry &entry,
                                      const std::string &problem,
                                      Family owner = Family::Containers);

/// An entry of `credHelpers` under a key that none of the tools that read the file asks for.
[[nodiscard]] Finding unasked_helper(const authfile::Document &document,
                                     const authfile::HelperEntry &entry,
                                     Family owner = Family::Containers);

/// A helper that is there and has no login for the registry of an entry.
[[nodiscard]] Finding helper_without_login(const authfile::Document &document,
                                           const authfile::HelperEntry &entry,
                                           Family owner = Family::Containers);

/// docker from the snap cannot run the helper that its file names.
[[nodiscard]] Finding helper_in_snap(const authfile::Document &document, const std::string &helper);

/// The credsStore of docker's file, which is not in PATH.
[[nodiscard]] Finding missing_store(const authfile::Document &document);

/// A helper for all registries that is not in PATH, which the registries.conf `file` names.
[[nodiscard]] Finding missing_helper_for_all(const std::string &file, const std::string &helper);

} // namespace cppsecret::machine
